import type { EditionContent, RefKind } from '#core/compliance/edition-types.js';
import type { Localised } from '#core/mission/types.js';

/** Sectors of the sample, from west to east. */
export const sectors = ['north', 'middle', 'south', 'coast'];

export const name = (en: string, uk: string, ru: string, tr: string, ar: string): Localised => ({ en, uk, ru, tr, ar });

/** Names of everything in the sample, in five languages. */
export function names(): Record<RefKind, Record<string, { name: Localised; number?: string }>> {
  return {
    party: {
      p1: { name: name('First party', 'Перша сторона', 'Первая сторона', 'Birinci taraf', 'الطرف الأول') },
      p2: { name: name('Second party', 'Друга сторона', 'Вторая сторона', 'İkinci taraf', 'الطرف الثاني') },
    },
    provision: {
      fire: {
        number: '1.1',
        name: name('Cessation of fire', 'Припинення вогню', 'Прекращение огня', 'Ateşin kesilmesi', 'وقف إطلاق النار'),
      },
    },
    sector: {
      north: { name: name('North', 'Північ', 'Север', 'Kuzey', 'الشمال') },
      middle: { name: name('Middle', 'Центр', 'Центр', 'Orta', 'الوسط') },
      south: { name: name('South', 'Південь', 'Юг', 'Güney', 'الجنوب') },
      coast: { name: name('Coast', 'Узбережжя', 'Побережье', 'Kıyı', 'الساحل') },
    },
    zone: {},
    kind: {
      shot: { name: name('Shot', 'Постріл', 'Выстрел', 'Atış', 'طلقة') },
      blast: { name: name('Explosion', 'Вибух', 'Взрыв', 'Patlama', 'انفجار') },
      drone: {
        name: name('Drone flight', 'Політ безпілотника', 'Полёт беспилотника', 'İHA uçuşu', 'تحليق طائرة مسيّرة'),
      },
      mine: { name: name('Mine', 'Міна', 'Мина', 'Mayın', 'لغم') },
      denied: {
        name: name('Access denied', 'Відмова в доступі', 'Отказ в доступе', 'Erişim engellendi', 'منع الوصول'),
      },
      delay: { name: name('Delay', 'Затримка', 'Задержка', 'Gecikme', 'تأخير') },
    },
    means: { camera: { name: name('Camera', 'Камера', 'Камера', 'Kamera', 'كاميرا') } },
    weapon: {},
    role: {
      liaison: { name: name('Liaison', 'Зв’язок', 'Связь', 'İrtibat', 'الارتباط') },
      head: { name: name('Head of mission', 'Голова місії', 'Глава миссии', 'Misyon başkanı', 'رئيس البعثة') },
    },
  };
}

/** Four sectors side by side and a line through them. */
export function geography(): EditionContent['geography'] {
  const box = (west: number, east: number): [number, number][][][] => [
    [
      [
        [west, 47],
        [east, 47.2],
        [east, 49.6],
        [west, 49.4],
        [west, 47],
      ],
    ],
  ];
  return {
    lines: [
      {
        coordinates: [
          [
            [33, 47.4],
            [34, 47.9],
            [35.2, 47.7],
            [36.2, 48.6],
            [37.5, 48.9],
          ],
        ],
        sigmaMetres: 500,
        illustrative: true,
        left: 'p1',
        right: 'p2',
      },
    ],
    sectors: sectors.map((id, i) => ({ id, polygons: box(33 + 1.125 * i, 33 + 1.125 * (i + 1)) })),
    zones: [],
  };
}
