import { Route, Routes } from 'react-router';
import { useLiveQueries } from '../../parts/live.js';
import { editionsKey } from './data.js';
import { EditionPage } from './edition.js';
import { Weeks } from './weeks.js';

/** The weekly summaries: from a draft with live figures to what is public, and its corrections. */
export default function SummariesScreen() {
  useLiveQueries(['edition'], editionsKey);
  return (
    <Routes>
      <Route index element={<Weeks />} />
      <Route path=":id/*" element={<EditionPage />} />
    </Routes>
  );
}
