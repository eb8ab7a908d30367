import { useTranslation } from 'react-i18next';
import { intlLocale } from '../../preferences.js';

/** Figures in the words of the reader's language. */
export function useFigures() {
  const { i18n } = useTranslation('case');
  const locale = intlLocale(i18n.language);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumSignificantDigits: 2 });
  const ratio = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  const bytes = (size: number): string => {
    const steps = [['byte', 1] as const, ['kilobyte', 1_000] as const, ['megabyte', 1_000_000] as const];
    const [unit, share] = steps.findLast(([, step]) => size >= step) ?? steps[0]!;
    const options = { style: 'unit', unit, maximumSignificantDigits: 3 } as const;
    return new Intl.NumberFormat(locale, options).format(size / share);
  };
  return {
    /** 0..1 as per cent. */
    percent: (share: number): string => percent.format(share),
    /** A natural logarithm as "× 12"; below 1 as "÷ 12". */
    times: (logRatio: number): string =>
      `${logRatio < 0 ? '÷' : '×'} ${ratio.format(Math.exp(Math.min(Math.abs(logRatio), 40)))}`,
    bytes,
    list: (words: string[]): string => new Intl.ListFormat(locale, { type: 'conjunction' }).format(words),
  };
}
