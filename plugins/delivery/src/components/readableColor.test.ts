import { createTheme, getContrastRatio } from '@material-ui/core/styles';
import { readableColor } from './readableColor';

it.each([
  ['dark', '#424242', '#303030', '#f84c55'],
  ['light', '#ffffff', '#f5f5f5', '#717171'],
  ['light', '#ffffff', '#f8f8f8', '#e22134'],
] as const)(
  'makes text readable on %s pages (%s, %s): %s',
  (type, paper, page, color) => {
    const theme = createTheme({
      palette: { type, background: { paper, default: page } },
    });
    const changed = readableColor(theme, color);
    expect(getContrastRatio(changed, paper)).toBeGreaterThanOrEqual(4.5);
    expect(getContrastRatio(changed, page)).toBeGreaterThanOrEqual(4.5);
  },
);
