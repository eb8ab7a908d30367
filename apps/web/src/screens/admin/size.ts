import { useTranslation } from 'react-i18next';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** "1.4 GB", in the words of the language. */
export function useBytes(): (bytes: number) => string {
  const { i18n } = useTranslation('admin');
  return (bytes) => {
    const at = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
    return new Intl.NumberFormat(i18n.language, { style: 'unit', unit: units[at], maximumSignificantDigits: 3 }).format(
      bytes / 1000 ** at,
    );
  };
}
