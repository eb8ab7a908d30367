import { createQuerySerializer } from 'openapi-fetch';
import { queryAt } from '../screens/triage/filter.js';
import { FirstTriage } from '../screens/triage/first.js';
import { firstPageOf, type PageOfItems } from '../screens/triage/queue.js';
import { colleaguesKey, type Colleagues } from '../screens/triage/words.js';
import type { FirstScreen } from './screen.js';

const serialise = createQuerySerializer();

/** The queue as a supervisor finds it. */
export const firstTriage: FirstScreen = {
  key: 'triage',
  paths: ['/triage', '/'],
  asks(search) {
    return [`/v1/triage?${serialise(firstPageOf(queryAt(search)))}`, '/v1/triage/colleagues'];
  },
  show(queries, search, [page, colleagues]) {
    const first = page as PageOfItems;
    if (first.items.length === 0) return null;
    queries.setQueryData<Colleagues>(colleaguesKey, (colleagues as { items: Colleagues }).items);
    return <FirstTriage page={first} search={search} />;
  },
};
