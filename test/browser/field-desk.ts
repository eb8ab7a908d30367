/** What a monitor does before the field form, for the tests that report with it. */
import type { Page } from 'playwright-core';

/** A picture of more bytes than one part of an upload. */
export const photo = Buffer.concat([
  Buffer.from(
    '89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c636060600000000400012734270a0000000049454e44ae426082',
    'hex',
  ),
  Buffer.alloc(600_000, 7),
]);

/** Presses one of a few. */
export const choose = (page: Page, group: string, name: string | number): Promise<void> => {
  const labels = page.getByRole('radiogroup', { name: group }).locator('label');
  return (typeof name === 'number' ? labels.nth(name) : labels.getByText(name, { exact: true })).click();
};

/** A plain observation to the east, as a monitor enters it. */
export async function fill(page: Page, text: string): Promise<void> {
  await choose(page, 'What happened', 0);
  await choose(page, 'How you know', 0);
  await page.getByRole('button', { name: 'Where I am now' }).click();
  await page.getByRole('slider', { name: 'Direction' }).scrollIntoViewIfNeeded();
  const wheel = (await page.getByRole('slider', { name: 'Direction' }).boundingBox())!;
  await page.mouse.click(wheel.x + wheel.width * 0.9, wheel.y + wheel.height / 2);
  await page.getByRole('textbox', { name: 'In your own words' }).fill(text);
}
