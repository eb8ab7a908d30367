/** The fixed words of a weekly summary in one language. Names of parties, places and provisions come from the pack. */
export interface SummaryWords {
  direction: 'ltr' | 'rtl';
  title: string;
  demo: string;
  /** The same in one or two words. */
  demoMark: string;
  period: string;
  utc: string;
  cutoff: string;
  treeRoot: string;
  pack: string;
  howToRead: string;
  reading: string[];
  lastWeekInBrackets: string;
  alleged: string;
  verified: string;
  notVerifiable: string;
  setAside: string;
  ruledBreach: string;
  provision: string;
  party: string;
  sector: string;
  kind: string;
  side: string;
  means: string;
  usableHours: string;
  lostHours: string;
  incidents: string;
  distinct: string;
  byProvision: string;
  byParty: string;
  bySector: string;
  byKind: string;
  inDetail: string;
  effort: string;
  noEffort: string;
  restrictions: string;
  noRestrictions: string;
  nothingCounted: string;
  noParty: string;
  noSector: string;
  noProvision: string;
  anySide: string;
  total: string;
  onceUnderEach: string;
}

const en: SummaryWords = {
  direction: 'ltr',
  title: 'Weekly compliance summary',
  demoMark: 'DEMO',
  demo: 'DEMO: a simulated world. Nothing in this document is real.',
  period: 'Reporting week',
  utc: 'In UTC',
  cutoff: 'Counted up to journal position',
  treeRoot: 'Root of the journal’s hash tree there',
  pack: 'Mission pack (SHA-256)',
  howToRead: 'How to read this summary',
  reading: [
    'Alleged: reported, and not yet decided on. Verified: it happened. Not verifiable: it could not be established either way. Set aside: not verified, an exercise, a duplicate, out of scope, or settled on the spot. These four exclude each other.',
    'Ruled a breach: the mission has ruled that the incident breached the provision. It is counted among the four as well.',
    'A party named beside an incident is the one that a confirmed finding attributes it to or, without such a finding, the one that a source alleges. An allegation is not a finding.',
    'An incident that concerns several provisions counts under each of them; distinct incidents are counted once.',
    'The order of the parties changes from week to week and carries no meaning.',
    'What was not watched cannot be counted: read every figure beside the hours of watching.',
  ],
  lastWeekInBrackets: 'the week before in brackets, counted up to the same position',
  alleged: 'Alleged',
  verified: 'Verified',
  notVerifiable: 'Not verifiable',
  setAside: 'Set aside',
  ruledBreach: 'Ruled a breach',
  provision: 'Provision',
  party: 'Party',
  sector: 'Sector',
  kind: 'Kind',
  side: 'Watched from the side of',
  means: 'Means',
  usableHours: 'Usable hours',
  lostHours: 'Lost hours',
  incidents: 'Incidents',
  distinct: 'Distinct incidents',
  byProvision: 'By provision',
  byParty: 'By party',
  bySector: 'By sector',
  byKind: 'By kind',
  inDetail: 'In detail',
  effort: 'Hours of watching',
  noEffort: 'No watching was recorded in',
  restrictions: 'Restrictions of access',
  noRestrictions: 'None was recorded this week.',
  nothingCounted: 'Nothing was counted in this week or the one before.',
  noParty: 'no party named',
  noSector: 'outside all sectors',
  noProvision: 'under no provision',
  anySide: 'not applicable',
  total: 'Total',
  onceUnderEach: 'an incident counts once under each provision',
};

const uk: SummaryWords = {
  direction: 'ltr',
  title: 'Щотижневий звіт про дотримання',
  demoMark: 'ДЕМО',
  demo: 'ДЕМО: змодельований світ. Усе в цьому документі вигадане.',
  period: 'Звітний тиждень',
  utc: 'За UTC',
  cutoff: 'Пораховано до позиції журналу',
  treeRoot: 'Корінь хеш-дерева журналу на ній',
  pack: 'Пакет місії (SHA-256)',
  howToRead: 'Як читати цей звіт',
  reading: [
    'Заявлено: повідомлено, рішення ще немає. Підтверджено: це сталося. Неможливо перевірити: не вдалося встановити ані так, ані інакше. Відкладено: не підтверджено, навчання, повтор, поза мандатом або залагоджено на місці. Ці чотири стани виключають один одного.',
    'Визнано порушенням: місія ухвалила, що інцидент порушив положення. Він рахується і серед тих чотирьох.',
    'Сторона поруч з інцидентом — та, якій його приписує підтверджений висновок, а без нього та, яку називає джерело. Заява не є висновком.',
    'Інцидент, що стосується кількох положень, рахується під кожним; окремі інциденти рахуються один раз.',
    'Порядок сторін змінюється щотижня і нічого не означає.',
    'Чого не спостерігали, того не порахувати: читайте кожне число поруч із годинами спостереження.',
  ],
  lastWeekInBrackets: 'у дужках попередній тиждень, порахований до тієї самої позиції',
  alleged: 'Заявлено',
  verified: 'Підтверджено',
  notVerifiable: 'Неможливо перевірити',
  setAside: 'Відкладено',
  ruledBreach: 'Визнано порушенням',
  provision: 'Положення',
  party: 'Сторона',
  sector: 'Сектор',
  kind: 'Вид',
  side: 'Спостереження з боку',
  means: 'Засіб',
  usableHours: 'Придатні години',
  lostHours: 'Втрачені години',
  incidents: 'Інциденти',
  distinct: 'Окремі інциденти',
  byProvision: 'За положеннями',
  byParty: 'За сторонами',
  bySector: 'За секторами',
  byKind: 'За видами',
  inDetail: 'Докладно',
  effort: 'Години спостереження',
  noEffort: 'Спостереження не зафіксовано в',
  restrictions: 'Обмеження доступу',
  noRestrictions: 'Цього тижня не зафіксовано.',
  nothingCounted: 'Ні цього, ні попереднього тижня нічого не пораховано.',
  noParty: 'сторону не названо',
  noSector: 'поза секторами',
  noProvision: 'поза положеннями',
  anySide: 'не застосовується',
  total: 'Усього',
  onceUnderEach: 'інцидент рахується один раз під кожним положенням',
};

const ru: SummaryWords = {
  direction: 'ltr',
  title: 'Еженедельный отчёт о соблюдении',
  demoMark: 'ДЕМО',
  demo: 'ДЕМО: смоделированный мир. Всё в этом документе вымышлено.',
  period: 'Отчётная неделя',
  utc: 'По UTC',
  cutoff: 'Посчитано до позиции журнала',
  treeRoot: 'Корень хеш-дерева журнала на ней',
  pack: 'Пакет миссии (SHA-256)',
  howToRead: 'Как читать этот отчёт',
  reading: [
    'Заявлено: сообщено, решения ещё нет. Подтверждено: это произошло. Невозможно проверить: не удалось установить ни так, ни иначе. Отложено: не подтверждено, учения, повтор, вне мандата или улажено на месте. Эти четыре состояния исключают друг друга.',
    'Признано нарушением: миссия постановила, что инцидент нарушил положение. Он считается и среди тех четырёх.',
    'Сторона рядом с инцидентом — та, которой его приписывает подтверждённый вывод, а без него та, которую называет источник. Заявление не является выводом.',
    'Инцидент, который касается нескольких положений, считается под каждым; отдельные инциденты считаются один раз.',
    'Порядок сторон меняется каждую неделю и ничего не означает.',
    'Чего не наблюдали, того не посчитать: читайте каждое число рядом с часами наблюдения.',
  ],
  lastWeekInBrackets: 'в скобках предыдущая неделя, посчитанная до той же позиции',
  alleged: 'Заявлено',
  verified: 'Подтверждено',
  notVerifiable: 'Невозможно проверить',
  setAside: 'Отложено',
  ruledBreach: 'Признано нарушением',
  provision: 'Положение',
  party: 'Сторона',
  sector: 'Сектор',
  kind: 'Вид',
  side: 'Наблюдение со стороны',
  means: 'Средство',
  usableHours: 'Пригодные часы',
  lostHours: 'Потерянные часы',
  incidents: 'Инциденты',
  distinct: 'Отдельные инциденты',
  byProvision: 'По положениям',
  byParty: 'По сторонам',
  bySector: 'По секторам',
  byKind: 'По видам',
  inDetail: 'Подробно',
  effort: 'Часы наблюдения',
  noEffort: 'Наблюдение не зафиксировано в',
  restrictions: 'Ограничения доступа',
  noRestrictions: 'На этой неделе не зафиксировано.',
  nothingCounted: 'Ни на этой, ни на предыдущей неделе ничего не посчитано.',
  noParty: 'сторона не названа',
  noSector: 'вне секторов',
  noProvision: 'вне положений',
  anySide: 'не применяется',
  total: 'Всего',
  onceUnderEach: 'инцидент считается один раз под каждым положением',
};

const ar: SummaryWords = {
  direction: 'rtl',
  title: 'الملخص الأسبوعي للامتثال',
  demoMark: 'عرض تجريبي',
  demo: 'عرض تجريبي: عالم محاكى. لا شيء في هذه الوثيقة حقيقي.',
  period: 'أسبوع التقرير',
  utc: 'بالتوقيت العالمي المنسق',
  cutoff: 'العدّ حتى موضع السجل',
  treeRoot: 'جذر شجرة تجزئة السجل عنده',
  pack: 'حزمة البعثة (SHA-256)',
  howToRead: 'كيفية قراءة هذا الملخص',
  reading: [
    'مزعوم: أُبلغ عنه ولم يُبتّ فيه بعد. متحقق منه: وقع فعلاً. لا يمكن التحقق منه: تعذّر إثباته أو نفيه. مستبعد: لم يُتحقق منه، أو تمرين، أو مكرر، أو خارج النطاق، أو سُوّي في مكانه. هذه الحالات الأربع لا تتداخل.',
    'حُكم بأنه خرق: قررت البعثة أن الحادث خرق الحكم. ويُعدّ ضمن الحالات الأربع أيضاً.',
    'الطرف المذكور بجانب الحادث هو الذي ينسبه إليه استنتاج مؤكد، وإلا فالذي يسميه المصدر. الادعاء ليس استنتاجاً.',
    'الحادث الذي يخص عدة أحكام يُعدّ تحت كل منها؛ أما الحوادث المتمايزة فتُعدّ مرة واحدة.',
    'يتغير ترتيب الأطراف كل أسبوع ولا يحمل أي معنى.',
    'ما لم يُراقَب لا يمكن عدّه: اقرأ كل رقم إلى جانب ساعات المراقبة.',
  ],
  lastWeekInBrackets: 'الأسبوع السابق بين قوسين، معدوداً حتى الموضع نفسه',
  alleged: 'مزعوم',
  verified: 'متحقق منه',
  notVerifiable: 'لا يمكن التحقق منه',
  setAside: 'مستبعد',
  ruledBreach: 'حُكم بأنه خرق',
  provision: 'الحكم',
  party: 'الطرف',
  sector: 'القطاع',
  kind: 'النوع',
  side: 'المراقبة من جانب',
  means: 'الوسيلة',
  usableHours: 'ساعات صالحة',
  lostHours: 'ساعات ضائعة',
  incidents: 'الحوادث',
  distinct: 'الحوادث المتمايزة',
  byProvision: 'حسب الحكم',
  byParty: 'حسب الطرف',
  bySector: 'حسب القطاع',
  byKind: 'حسب النوع',
  inDetail: 'بالتفصيل',
  effort: 'ساعات المراقبة',
  noEffort: 'لم تُسجَّل مراقبة في',
  restrictions: 'القيود على الوصول',
  noRestrictions: 'لم يُسجَّل أي منها هذا الأسبوع.',
  nothingCounted: 'لم يُعدّ شيء في هذا الأسبوع ولا في الذي قبله.',
  noParty: 'لم يُذكر طرف',
  noSector: 'خارج جميع القطاعات',
  noProvision: 'خارج جميع الأحكام',
  anySide: 'لا ينطبق',
  total: 'المجموع',
  onceUnderEach: 'يُعدّ الحادث مرة واحدة تحت كل حكم',
};

const byLanguage: Record<string, SummaryWords> = { en, uk, ru, ar };

/** Words in the language asked for (BCP 47; a region falls back to its language), else in English; and which it became. */
export function summaryWords(language: string): { words: SummaryWords; language: string } {
  for (const tag of [language, language.split('-')[0] ?? '']) {
    const words = Object.hasOwn(byLanguage, tag) ? byLanguage[tag] : undefined;
    if (words) return { words, language: tag };
  }
  return { words: en, language: 'en' };
}
