/** "12 kB". */
export function sizeText(language: string, bytes: number): string {
  const format = { style: 'unit', unit: 'kilobyte', unitDisplay: 'short', maximumFractionDigits: 0 } as const;
  return new Intl.NumberFormat(language, format).format(Math.ceil(bytes / 1000));
}
