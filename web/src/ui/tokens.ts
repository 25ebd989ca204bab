/**
 * The look, in one place: antd's theme and the CSS variables (`--ink`, `--page`, ...) both come from here.
 * `tokens.test.ts` holds every pair of text and ground to WCAG 2.1 AA, and 适老 mode to AAA.
 */
export interface Colours {
  /** Grounds, from the back to the front. */
  page: string;
  surface: string;
  raised: string;
  /** The ground of what is selected or pointed at. */
  tint: string;
  band: string;
  onBand: string;
  onBandQuiet: string;
  /** Text. */
  ink: string;
  inkQuiet: string;
  inkFaint: string;
  link: string;
  linkStrong: string;
  /** Lines: `line` only divides; `edge` shows what can be operated (3:1). */
  line: string;
  edge: string;
  accent: string;
  accentHover: string;
  accentActive: string;
  onAccent: string;
  focus: string;
  /** States: text, and the ground it stands on. */
  good: string;
  goodGround: string;
  warn: string;
  warnGround: string;
  bad: string;
  badGround: string;
  badFill: string;
  onBad: string;
  note: string;
  noteGround: string;
}

const light: Colours = {
  page: "#f2f5f6",
  surface: "#ffffff",
  raised: "#ffffff",
  tint: "#e4f0f3",
  band: "#0d3b4a",
  onBand: "#ffffff",
  onBandQuiet: "#b9d3db",
  ink: "#14242c",
  inkQuiet: "#435560",
  inkFaint: "#586a75",
  link: "#0b5a7d",
  linkStrong: "#073f59",
  line: "#d9e1e4",
  edge: "#7b8a93",
  accent: "#0f6578",
  accentHover: "#0b5364",
  accentActive: "#083f4d",
  onAccent: "#ffffff",
  focus: "#1a6fd6",
  good: "#17603a",
  goodGround: "#e2f3e9",
  warn: "#7a4700",
  warnGround: "#fdf0d5",
  bad: "#a31d18",
  badGround: "#fdeae8",
  badFill: "#b3261e",
  onBad: "#ffffff",
  note: "#0b5a7d",
  noteGround: "#e3eff6",
};

const dark: Colours = {
  page: "#0f171b",
  surface: "#172228",
  raised: "#1f2c33",
  tint: "#1d3a44",
  band: "#0b2a35",
  onBand: "#f2f7f9",
  onBandQuiet: "#a9c3cc",
  ink: "#e8eef1",
  inkQuiet: "#b8c5cb",
  inkFaint: "#9fafb7",
  link: "#85d3e6",
  linkStrong: "#b5e6f2",
  line: "#2c3b43",
  edge: "#74868f",
  accent: "#1b7489",
  accentHover: "#1f7e96",
  accentActive: "#15606f",
  onAccent: "#ffffff",
  focus: "#ffb454",
  good: "#8fd6ab",
  goodGround: "#16352a",
  warn: "#f3c57a",
  warnGround: "#3a2c12",
  bad: "#ffaaa3",
  badGround: "#42201f",
  badFill: "#ffaaa3",
  onBad: "#3d0b09",
  note: "#93cdf0",
  noteGround: "#16323f",
};

const strongLight: Partial<Colours> = {
  page: "#ffffff",
  tint: "#d8ecf1",
  ink: "#000000",
  inkQuiet: "#1f2d34",
  inkFaint: "#33424a",
  link: "#00405c",
  linkStrong: "#002f45",
  line: "#93a1a8",
  edge: "#33424a",
  accent: "#084c5c",
  accentHover: "#063c49",
  onBandQuiet: "#e3f0f4",
  good: "#0b4a2a",
  warn: "#5c3500",
  bad: "#7d100c",
  badFill: "#8f1a14",
  note: "#00405c",
};

const strongDark: Partial<Colours> = {
  page: "#000000",
  surface: "#0a0f12",
  raised: "#121a1f",
  ink: "#ffffff",
  inkQuiet: "#e6eef1",
  inkFaint: "#d0dbe0",
  link: "#a8e4f3",
  line: "#61727b",
  edge: "#b8c5cb",
  accent: "#0f5a6b",
  accentHover: "#146a7d",
  onBandQuiet: "#e3f0f4",
};

export function colours(mode: { dark: boolean; elder: boolean }): Colours {
  if (mode.dark) return mode.elder ? { ...dark, ...strongDark } : dark;
  return mode.elder ? { ...light, ...strongLight } : light;
}

/**
 * Colours of series in charts and layers on maps, told apart with any kind of colour sight in this order (after Okabe and
 * Ito), each 3:1 against the ground it is drawn on.
 */
export function series(dark: boolean): readonly string[] {
  return dark
    ? ["#56b4e9", "#e69f00", "#3fc795", "#f0e442", "#e8908b", "#c9a0dc", "#9fb4bd", "#ff8f5e"]
    : ["#0b6fae", "#b25e00", "#00795a", "#a8327d", "#7a6a00", "#6a4fb3", "#5a6b75", "#c4401c"];
}

/** Sizes in px, on a grid of 8 (4 within a control). */
export interface Sizes {
  text: number;
  small: number;
  control: number;
  row: number;
}

export function sizes(mode: { elder: boolean; handheld: boolean }): Sizes {
  if (mode.elder) return { text: 20, small: 18, control: 56, row: 64 };
  // A finger needs 44 px (and 16 px type keeps iOS from zooming into a field).
  return mode.handheld ? { text: 16, small: 14, control: 44, row: 48 } : { text: 14, small: 13, control: 32, row: 40 };
}

export const FONTS =
  '"PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", system-ui, sans-serif';
