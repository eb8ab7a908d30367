import { useEffect, useRef } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { useLive } from '../../parts/live.js';
import { Loading } from '../../parts/loading.js';
import { useNames } from '../../parts/mission.js';
import { Page } from '../../parts/page.js';
import { Problem } from '../../parts/problem.js';
import { askForCase } from './ask.js';
import { BlindReview } from './blind.js';
import { CaseProvider } from './case-context.js';
import { CaseBody } from './body.js';

/** Everything about one incident; `?blind` shows the blind case instead and asks for nothing else. */
export default function CaseScreen() {
  const { id = '' } = useParams();
  const [search] = useSearchParams();
  return search.has('blind') ? <BlindReview key={id} id={id} /> : <CaseFile key={id} id={id} />;
}

function CaseFile({ id }: { id: string }) {
  const { t } = useTranslation('case');
  const names = useNames();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({
    queryKey: ['case', id, 'page'],
    queryFn: ({ signal }) => askForCase(id, signal),
  });
  useLive(['incident', 'sighting', 'notice'], (ids) => {
    const sightings = data?.sightings.map((sighting) => sighting.id) ?? [];
    const concerns = ids === null || ids.has(id) || sightings.some((one) => ids.has(one));
    // Notices have ids of their own; which are of this incident, the API says.
    void queries.invalidateQueries({ queryKey: concerns ? ['case', id] : ['case', id, 'notices'] });
  });
  const arrived = useRef(false);
  useEffect(() => {
    // The browser has looked for the anchor before the section was there.
    if (!data || arrived.current) return;
    arrived.current = true;
    if (location.hash !== '') document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [data]);
  if (!data) {
    return (
      <Page title={t('untitled')}>
        {error ? <Problem error={error} onRetry={() => void refetch()} /> : <Loading />}
      </Page>
    );
  }
  const { incident } = data;
  return (
    <CaseProvider page={data}>
      <CaseBody
        title={t('title', { kind: names.kind(incident.kind), sector: names.sector(incident.sector) })}
        notice={error && <Problem error={error} onRetry={() => void refetch()} />}
      />
    </CaseProvider>
  );
}
