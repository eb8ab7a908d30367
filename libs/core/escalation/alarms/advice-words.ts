import type { AlarmMethod } from './types.js';

/** What an alarm says, in one language. Braces name what `adviceIn` fills in. Numbers stand apart from the words counted, so that no plural form is needed. Neutral: no cause, no actor, no word of likelihood. */
export interface AdviceWords {
  text: string;
  sector: string;
  sectors: string;
  day: string;
  days: string;
  inSector: string;
  overall: string;
  compared: Record<AlarmMethod, string>;
  categories: Record<string, string>;
}

const categories = (words: string): Record<string, string> =>
  Object.fromEntries(
    ['ceasefire', 'weapons', 'access', 'flight', 'mines', 'forces', 'other'].map((id, i) => [id, words.split('|')[i]!]),
  );

export const adviceWords: Readonly<Record<string, AdviceWords>> = {
  en: {
    text: '{category}: {observed} on record in {where} {when}, in {hours} usable hours of watching. Events within an hour and five kilometres of one another count once. Expected for the same watching: {expected}, {compared}; the alarm begins at {threshold}. Without any change this method raises such an alarm {scope} about once in {arl} days watched. This is a reason to look, not a finding: it says nothing about who acted, why, or which provision applies. Look first for duplicates, for watching that was not recorded, and for records that came late together; then consider a patrol or a pass to places not reached.',
    sector: 'sector {names}',
    sectors: 'sectors {names}',
    day: 'on {from}',
    days: 'from {from} to {to}',
    inSector: 'in one sector',
    overall: 'over all sectors',
    compared: {
      ears_c1: 'compared with the seven days watched before it',
      ears_c2: 'compared with seven days watched, the two latest before it left out',
      ears_c3: 'added up over three days watched, each compared with its own earlier week',
      cusum: 'added up since the count began to run above the baseline',
      scan: 'compared with what these sectors and these days have on their own',
    },
    categories: categories('ceasefire|weapons|access|flight|mines|forces|other'),
  },
  uk: {
    text: '{category}. {where}, {when}: зафіксовано {observed}, корисних годин спостереження: {hours}. Події, між якими не більше години та п’яти кілометрів, рахуються як одна. Очікувалося за такого самого спостереження: {expected} ({compared}); сигнал починається з {threshold}. Без жодних змін цей метод подає такий сигнал {scope} приблизно раз на стільки днів спостереження: {arl}. Це привід подивитися, а не висновок: тут не сказано, хто діяв, чому і яке положення застосовне. Спершу перевірте повтори, незаписане спостереження та записи, що надійшли разом із запізненням; потім розгляньте патруль або обліт місць, яких не досягли.',
    sector: 'Сектор {names}',
    sectors: 'Сектори {names}',
    day: '{from}',
    days: 'з {from} по {to}',
    inSector: 'в одному секторі',
    overall: 'у всіх секторах разом',
    compared: {
      ears_c1: 'порівняно з сімома попередніми днями спостереження',
      ears_c2: 'порівняно з сімома днями спостереження без двох останніх',
      ears_c3: 'разом за три дні спостереження, кожен порівняно з власним попереднім тижнем',
      cusum: 'разом відтоді, як лічба пішла вище базового рівня',
      scan: 'порівняно з тим, що ці сектори й ці дні мають самі по собі',
    },
    categories: categories('Припинення вогню|Озброєння|Доступ|Польоти|Міни|Сили|Інше'),
  },
  ru: {
    text: '{category}. {where}, {when}: зафиксировано {observed}, полезных часов наблюдения: {hours}. События, между которыми не больше часа и пяти километров, считаются как одно. Ожидалось при таком же наблюдении: {expected} ({compared}); сигнал начинается с {threshold}. Без каких-либо изменений этот метод подаёт такой сигнал {scope} примерно раз за столько дней наблюдения: {arl}. Это повод посмотреть, а не вывод: здесь не сказано, кто действовал, почему и какое положение применимо. Сначала проверьте повторы, незаписанное наблюдение и записи, поступившие вместе с опозданием; затем рассмотрите патруль или облёт мест, до которых не добрались.',
    sector: 'Сектор {names}',
    sectors: 'Секторы {names}',
    day: '{from}',
    days: 'с {from} по {to}',
    inSector: 'в одном секторе',
    overall: 'во всех секторах вместе',
    compared: {
      ears_c1: 'в сравнении с семью предыдущими днями наблюдения',
      ears_c2: 'в сравнении с семью днями наблюдения без двух последних',
      ears_c3: 'вместе за три дня наблюдения, каждый в сравнении со своей предыдущей неделей',
      cusum: 'вместе с тех пор, как счёт пошёл выше базового уровня',
      scan: 'в сравнении с тем, что эти секторы и эти дни имеют сами по себе',
    },
    categories: categories('Прекращение огня|Вооружения|Доступ|Полёты|Мины|Силы|Прочее'),
  },
  tr: {
    text: '{category}. {where}, {when}: kayıtlı {observed}; kullanılabilir gözlem saati: {hours}. Aralarında en çok bir saat ve beş kilometre bulunan olaylar bir kez sayılır. Aynı gözlem için beklenen: {expected} ({compared}); uyarının başladığı sayı: {threshold}. Hiçbir değişiklik yokken bu yöntem {scope} böyle bir uyarıyı yaklaşık {arl} gözlem gününde bir verir. Bu, bakmak için bir nedendir, bir bulgu değildir: kimin, neden davrandığını ya da hangi hükmün geçerli olduğunu söylemez. Önce yinelenen kayıtlara, kaydedilmemiş gözleme ve birlikte geç gelen kayıtlara bakın; sonra ulaşılamayan yerler için bir devriye veya uçuş düşünün.',
    sector: 'Sektör {names}',
    sectors: 'Sektörler {names}',
    day: '{from}',
    days: '{from} ile {to} arası',
    inSector: 'tek bir sektörde',
    overall: 'tüm sektörlerde birlikte',
    compared: {
      ears_c1: 'önceki yedi gözlem günüyle karşılaştırıldı',
      ears_c2: 'son ikisi dışında yedi gözlem günüyle karşılaştırıldı',
      ears_c3: 'üç gözlem gününün toplamı, her biri kendi önceki haftasıyla karşılaştırıldı',
      cusum: 'sayının temel düzeyin üstüne çıkmasından bu yana toplam',
      scan: 'bu sektörlerin ve bu günlerin kendi düzeyiyle karşılaştırıldı',
    },
    categories: categories('Ateşkes|Silahlar|Erişim|Uçuş|Mayınlar|Kuvvetler|Diğer'),
  },
  ar: {
    text: '{category}. {where}، {when}: المسجّل {observed}، وساعات المراقبة المفيدة {hours}. تُحسب مرةً واحدة الأحداث التي لا يفصل بينها أكثر من ساعة وخمسة كيلومترات. المتوقع للمراقبة نفسها: {expected} ({compared})؛ ويبدأ الإنذار من {threshold}. من دون أي تغيّر تُصدر هذه الطريقة مثل هذا الإنذار {scope} مرةً واحدة تقريباً في عدد من أيام المراقبة قدره {arl}. هذا سبب للنظر وليس استنتاجاً: لا يقول من تصرّف ولا لماذا ولا أي حكم ينطبق. تحقّقوا أولاً من التكرار ومن مراقبة لم تُسجَّل ومن سجلات وصلت متأخرة معاً؛ ثم انظروا في إرسال دورية أو طلعة إلى أماكن لم يُوصَل إليها.',
    sector: 'القطاع {names}',
    sectors: 'القطاعات {names}',
    day: '{from}',
    days: 'من {from} إلى {to}',
    inSector: 'في قطاع واحد',
    overall: 'في كل القطاعات معاً',
    compared: {
      ears_c1: 'مقارنةً بأيام المراقبة السبعة السابقة',
      ears_c2: 'مقارنةً بسبعة أيام مراقبة من دون آخر يومين',
      ears_c3: 'مجموع ثلاثة أيام مراقبة، كل منها مقارن بأسبوعه السابق',
      cusum: 'المجموع منذ أن تجاوز العدد خط الأساس',
      scan: 'مقارنةً بما لهذه القطاعات ولهذه الأيام في ذاتها',
    },
    categories: categories('وقف إطلاق النار|الأسلحة|الوصول|الطيران|الألغام|القوات|أخرى'),
  },
};
