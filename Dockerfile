# One image for every process of Linewatch; what a container does is its command (docker-compose.yml).
FROM node:22.21.1-bookworm-slim AS build
# better-sqlite3 is compiled where no ready-made binary fits.
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22.21.1-bookworm-slim
RUN groupadd --system --gid 10001 linewatch && useradd --system --uid 10001 --gid linewatch linewatch \
  && mkdir -p /data && chown linewatch:linewatch /data
WORKDIR /app
COPY --from=build --chown=root:root /app/package.json ./
COPY --from=build --chown=root:root /app/node_modules ./node_modules
COPY --from=build --chown=root:root /app/dist ./dist
COPY --from=build --chown=root:root /app/missions ./missions
COPY --from=build --chown=root:root /app/apps/api/openapi.json ./apps/api/openapi.json
COPY --from=build --chown=root:root /app/apps/cli/*.mjs ./apps/cli/
ENV NODE_ENV=production LINEWATCH_DATA=/data LINEWATCH_HOST=0.0.0.0
USER linewatch
VOLUME /data
EXPOSE 8080
CMD ["node", "--max-semi-space-size=8", "--no-parallel-scavenge", "dist/apps/standalone/main.js", "--role", "api"]
