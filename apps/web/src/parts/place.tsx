import { useTranslation } from 'react-i18next';

export interface PlaceProps {
  /** Degrees, WGS 84. */
  lat: number;
  lon: number;
  /** Radius within which it lies with 95 in 100, metres. */
  uncertaintyMetres?: number | null;
  /** Settlement, sector or zone. */
  name?: string | null;
}

/** A position as people read it aloud: name, degrees, and how far off it may be. */
export function Place({ lat, lon, uncertaintyMetres = null, name = null }: PlaceProps) {
  const { t, i18n } = useTranslation('shell');
  const degrees = (value: number): string =>
    new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 4, maximumFractionDigits: 4 }).format(value);
  return (
    <span className="figures">
      {name !== null && (
        <>
          <bdi>{name}</bdi>{' '}
        </>
      )}
      <bdi dir="ltr">
        {degrees(lat)}°, {degrees(lon)}°
      </bdi>
      {uncertaintyMetres !== null &&
        ` ${t('place.within', { distance: distanceText(i18n.language, uncertaintyMetres) })}`}
    </span>
  );
}

/** "340 m", "2.4 km": three figures at most, since no estimate here has more. */
export function distanceText(language: string, metres: number): string {
  const isFar = metres >= 1000;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isFar ? 'kilometer' : 'meter',
    maximumSignificantDigits: isFar ? 2 : 3,
  }).format(isFar ? metres / 1000 : metres);
}
