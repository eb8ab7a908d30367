/** The fixed words of the field's part of a summary: rates per effort, notices, complaints. */
export interface FieldWords {
  rates: string;
  ratesNote: string;
  wholeSector: string;
  sideUnknown: string;
  gross: string;
  statedLost: string;
  jamming: string;
  weather: string;
  usable: string;
  incidents: string;
  per100: string;
  byDay: string;
  byNight: string;
  noRate: string;
  notices: string;
  noticesNote: string;
  given: string;
  inside: string;
  perhaps: string;
  outside: string;
  breaksSilence: string;
  abuseRate: string;
  complaints: string;
  complaintsNote: string;
  made: string;
  madeOnce: string;
  specificity: string;
  against: string;
  againstOnce: string;
  ruledBreach: string;
  ruledNoBreach: string;
}

const en: FieldWords = {
  rates: 'Incidents per hour of watching',
  ratesNote:
    'Incidents per 100 usable hours, with the raw count in brackets. Usable hours are the gross hours less what the sources lost by their own account and what recorded jamming and weather took. Without usable hours there is no rate.',
  wholeSector: 'whole sector',
  sideUnknown: 'side not known',
  gross: 'Gross hours',
  statedLost: 'Lost by own account',
  jamming: 'Taken by jamming',
  weather: 'Taken by weather',
  usable: 'Usable hours',
  incidents: 'Incidents',
  per100: 'Per 100 hours',
  byDay: 'By day',
  byNight: 'By night',
  noRate: 'none',
  notices: 'Notices and what was seen of them',
  noticesNote:
    'Sightings by how they lie to the notices of each party. Abuse rate: the share outside what was announced or against a promised silence.',
  given: 'Notices',
  inside: 'As announced',
  perhaps: 'Perhaps as announced',
  outside: 'Outside what was announced',
  breaksSilence: 'Against a promised silence',
  abuseRate: 'Abuse rate',
  complaints: 'Complaints and rulings',
  complaintsNote: 'Counted apart: a complaint is what was said, a ruling what the mission found.',
  made: 'Complaints made',
  madeOnce: 'like ones taken as one',
  specificity: 'Mean specificity',
  against: 'Complaints that name it',
  againstOnce: 'like ones taken as one',
  ruledBreach: 'Ruled a breach',
  ruledNoBreach: 'Ruled no breach',
};

const uk: FieldWords = {
  rates: 'Інциденти на годину спостереження',
  ratesNote:
    'Інциденти на 100 придатних годин, у дужках — сама кількість. Придатні години — це загальні години без утрачених за даними самих джерел і без узятих зафіксованими глушінням та погодою. Без придатних годин частоти немає.',
  wholeSector: 'увесь сектор',
  sideUnknown: 'сторона невідома',
  gross: 'Загальні години',
  statedLost: 'Втрачено за даними джерел',
  jamming: 'Узято глушінням',
  weather: 'Узято погодою',
  usable: 'Придатні години',
  incidents: 'Інциденти',
  per100: 'На 100 годин',
  byDay: 'Удень',
  byNight: 'Уночі',
  noRate: 'немає',
  notices: 'Повідомлення сторін і що з них спостерігали',
  noticesNote:
    'Спостереження за їх відношенням до повідомлень кожної сторони. Частка зловживань: поза оголошеним або всупереч обіцяній тиші.',
  given: 'Повідомлення',
  inside: 'Як оголошено',
  perhaps: 'Можливо, як оголошено',
  outside: 'Поза оголошеним',
  breaksSilence: 'Всупереч обіцяній тиші',
  abuseRate: 'Частка зловживань',
  complaints: 'Скарги та висновки',
  complaintsNote: 'Рахуються окремо: скарга — це сказане, висновок — це встановлене місією.',
  made: 'Подані скарги',
  madeOnce: 'подібні як одна',
  specificity: 'Середня конкретність',
  against: 'Скарги, де її названо',
  againstOnce: 'подібні як одна',
  ruledBreach: 'Визнано порушенням',
  ruledNoBreach: 'Не визнано порушенням',
};

const ru: FieldWords = {
  rates: 'Инциденты на час наблюдения',
  ratesNote:
    'Инциденты на 100 пригодных часов, в скобках — само количество. Пригодные часы — это общие часы без потерянных по данным самих источников и без взятых зафиксированными глушением и погодой. Без пригодных часов частоты нет.',
  wholeSector: 'весь сектор',
  sideUnknown: 'сторона неизвестна',
  gross: 'Общие часы',
  statedLost: 'Потеряно по данным источников',
  jamming: 'Взято глушением',
  weather: 'Взято погодой',
  usable: 'Пригодные часы',
  incidents: 'Инциденты',
  per100: 'На 100 часов',
  byDay: 'Днём',
  byNight: 'Ночью',
  noRate: 'нет',
  notices: 'Уведомления сторон и что из них наблюдали',
  noticesNote:
    'Наблюдения по их отношению к уведомлениям каждой стороны. Доля злоупотреблений: вне объявленного или вопреки обещанной тишине.',
  given: 'Уведомления',
  inside: 'Как объявлено',
  perhaps: 'Возможно, как объявлено',
  outside: 'Вне объявленного',
  breaksSilence: 'Вопреки обещанной тишине',
  abuseRate: 'Доля злоупотреблений',
  complaints: 'Жалобы и заключения',
  complaintsNote: 'Считаются раздельно: жалоба — это сказанное, заключение — это установленное миссией.',
  made: 'Поданные жалобы',
  madeOnce: 'сходные как одна',
  specificity: 'Средняя конкретность',
  against: 'Жалобы, где она названа',
  againstOnce: 'сходные как одна',
  ruledBreach: 'Признано нарушением',
  ruledNoBreach: 'Не признано нарушением',
};

const ar: FieldWords = {
  rates: 'الحوادث لكل ساعة مراقبة',
  ratesNote:
    'الحوادث لكل 100 ساعة صالحة، والعدد نفسه بين قوسين. الساعات الصالحة هي إجمالي الساعات مطروحاً منه ما فقدته المصادر بحسب إفادتها وما أخذه التشويش والطقس المسجلان. بلا ساعات صالحة لا يوجد معدل.',
  wholeSector: 'القطاع كله',
  sideUnknown: 'الجانب غير معروف',
  gross: 'إجمالي الساعات',
  statedLost: 'مفقود بحسب المصادر',
  jamming: 'أخذه التشويش',
  weather: 'أخذه الطقس',
  usable: 'ساعات صالحة',
  incidents: 'الحوادث',
  per100: 'لكل 100 ساعة',
  byDay: 'نهاراً',
  byNight: 'ليلاً',
  noRate: 'لا يوجد',
  notices: 'إشعارات الأطراف وما شوهد منها',
  noticesNote: 'المشاهدات بحسب علاقتها بإشعارات كل طرف. معدل الإساءة: نسبة ما كان خارج المعلن أو مخالفاً لصمت موعود.',
  given: 'إشعارات',
  inside: 'كما أُعلن',
  perhaps: 'ربما كما أُعلن',
  outside: 'خارج ما أُعلن',
  breaksSilence: 'خلافاً لصمت موعود',
  abuseRate: 'معدل الإساءة',
  complaints: 'الشكاوى والقرارات',
  complaintsNote: 'تُعدّ كل منها على حدة: الشكوى ما قيل، والقرار ما وجدته البعثة.',
  made: 'شكاوى مقدمة',
  madeOnce: 'المتشابهة كواحدة',
  specificity: 'متوسط التحديد',
  against: 'شكاوى تسميه',
  againstOnce: 'المتشابهة كواحدة',
  ruledBreach: 'حُكم بأنه خرق',
  ruledNoBreach: 'حُكم بأنه ليس خرقاً',
};

const byLanguage: Record<string, FieldWords> = { en, uk, ru, ar };

/** Words in one of the languages that `summaryWords` gives, else in English. */
export function fieldWords(language: string): FieldWords {
  return (Object.hasOwn(byLanguage, language) ? byLanguage[language] : undefined) ?? en;
}
