import { useEffect } from 'react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../../api/client.js';
import { Button } from '../../parts/button.js';
import { Problem } from '../../parts/problem.js';
import type { CaseFile } from './case-context.js';
import styles from './case.module.css';
import { useFigures } from './figures.js';
import { canCheck } from './verify/check.js';
import { sha256 } from './verify/tree.js';

/** Drawn or played by the browser's own decoders. Whatever may hold a script or a link is only offered as a file. */
const shown: Readonly<Record<string, 'image' | 'audio' | 'video'>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/webp': 'image',
  'image/gif': 'image',
  'image/avif': 'image',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/ogg': 'audio',
  'audio/wav': 'audio',
  'audio/webm': 'audio',
  'video/mp4': 'video',
  'video/webm': 'video',
  'video/ogg': 'video',
};

interface Opened {
  address: string;
  /** Whether the bytes are those that were received; null where this browser may not hash. */
  isIntact: boolean | null;
}

/** A file of a sighting, fetched only when asked for: every opening is put on record. */
export function Evidence({ file }: { file: CaseFile }) {
  const { t } = useTranslation('case');
  const { bytes } = useFigures();
  const kind = shown[file.mediaType];
  const name = file.name ?? t('evidence.unnamed');
  const open = useMutation({
    mutationFn: async (): Promise<Opened> => {
      const whole = await fetchBytes(file);
      const isIntact = canCheck() ? (await sha256(new Uint8Array(whole))) === file.sha256 : null;
      const type = kind ? file.mediaType : 'application/octet-stream';
      const address = URL.createObjectURL(new Blob([whole], { type }));
      if (!kind) save(address, name);
      return { address, isIntact };
    },
  });
  const { data } = open;
  useEffect(() => (data ? () => URL.revokeObjectURL(data.address) : undefined), [data]);
  return (
    <figure className={styles.evidence}>
      <figcaption>
        <bdi>{name}</bdi> · <bdi>{file.mediaType}</bdi> · {bytes(file.size)}
      </figcaption>
      {!(data && kind) && (
        <div className="no-print">
          <Button onPress={() => open.mutate()} isPending={open.isPending}>
            {t(kind ? 'evidence.show' : 'evidence.download')}
          </Button>
        </div>
      )}
      {open.error && <Problem error={open.error} onRetry={() => open.mutate()} />}
      {data && kind === 'image' && <img src={data.address} alt={t('evidence.image', { name })} />}
      {data && kind === 'audio' && <audio src={data.address} controls aria-label={t('evidence.sound', { name })} />}
      {data && kind === 'video' && <video src={data.address} controls aria-label={t('evidence.film', { name })} />}
      {data && (
        <p className={data.isIntact === false ? styles.fault : styles.soft}>
          {t(`evidence.intact.${data.isIntact ?? 'unknown'}`)}
        </p>
      )}
    </figure>
  );
}

async function fetchBytes({ id, sightingId }: CaseFile): Promise<ArrayBuffer> {
  const params = { path: { id }, query: { sighting: sightingId } };
  return dataOf(await api.GET('/v1/evidence/{id}', { params, parseAs: 'arrayBuffer' })) as ArrayBuffer;
}

/** Hands the bytes to the browser's downloads: nothing opens them here. */
function save(address: string, name: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
