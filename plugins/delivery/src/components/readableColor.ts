import { darken, getContrastRatio, lighten } from '@material-ui/core/styles';
import type { Theme } from '@material-ui/core/styles';

/** Contrast of text and background that WCAG 2.1 AA requires. */
const MIN_CONTRAST = 4.5;
const STEP = 0.1;

/** A colour of the theme, changed until text in it is readable on pages and on cards. */
export function readableColor({ palette }: Theme, color: string): string {
  const { type, background } = palette;
  const change = type === 'dark' ? lighten : darken;
  const isReadable = (each: string) =>
    [background.default, background.paper].every(
      behind => getContrastRatio(each, behind) >= MIN_CONTRAST,
    );
  for (let amount = 0; amount < 1; amount += STEP) {
    const changed = change(color, amount);
    if (isReadable(changed)) return changed;
  }
  return palette.text.primary;
}
