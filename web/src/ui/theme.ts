import { theme as antd, type ThemeConfig } from "antd";
import { FONTS, type Colours, type Sizes } from "./tokens";

/** antd's theme out of our tokens. antd's own text colours fail 4.5:1 in places, so all are named here. */
export function antdTheme(set: Colours, size: Sizes, dark: boolean): ThemeConfig {
  // antd makes its own shades of these, darker ones in the dark; we mean the colours that we chose.
  const exact = {
    colorPrimary: set.accent,
    colorLink: set.link,
    colorSuccess: set.good,
    colorWarning: set.warn,
    colorError: set.badFill,
    colorInfo: set.note,
  };
  return {
    algorithm: [dark ? antd.darkAlgorithm : antd.defaultAlgorithm, (seed, map) => ({ ...(map ?? antd.defaultAlgorithm(seed)), ...exact })],
    token: {
      fontFamily: FONTS,
      fontSize: size.text,
      controlHeight: size.control,
      borderRadius: 4,
      borderRadiusLG: 6,
      lineWidthFocus: 3,
      wireframe: false,
      motionDurationMid: "0.12s",
      motionDurationSlow: "0.18s",
      ...exact,
      colorPrimaryHover: set.accentHover,
      colorPrimaryActive: set.accentActive,
      colorPrimaryBg: set.tint,
      colorPrimaryBgHover: set.tint,
      colorPrimaryBorder: set.focus,
      colorPrimaryText: set.link,
      colorPrimaryTextHover: set.linkStrong,
      colorPrimaryTextActive: set.linkStrong,
      colorLinkHover: set.linkStrong,
      colorLinkActive: set.linkStrong,
      colorSuccessBg: set.goodGround,
      colorWarningBg: set.warnGround,
      colorErrorText: set.bad,
      colorErrorBg: set.badGround,
      colorErrorHover: set.bad,
      colorInfoBg: set.noteGround,
      colorText: set.ink,
      colorTextHeading: set.ink,
      colorTextSecondary: set.inkQuiet,
      colorTextTertiary: set.inkFaint,
      colorTextQuaternary: set.inkFaint,
      colorTextDescription: set.inkQuiet,
      colorTextLabel: set.inkQuiet,
      colorTextPlaceholder: set.inkFaint,
      colorTextDisabled: set.inkFaint,
      colorIcon: set.inkQuiet,
      colorBgLayout: set.page,
      colorBgContainer: set.surface,
      colorBgElevated: set.raised,
      colorBgContainerDisabled: set.page,
      colorBorder: set.edge,
      colorBorderSecondary: set.line,
      colorSplit: set.line,
      controlItemBgActive: set.tint,
      controlItemBgActiveHover: set.tint,
    },
    components: {
      Button: { primaryShadow: "none", defaultShadow: "none", dangerShadow: "none", dangerColor: set.onBad, defaultHoverColor: set.linkStrong, defaultHoverBorderColor: set.linkStrong, defaultActiveColor: set.linkStrong },
      Form: { labelColor: set.ink, labelRequiredMarkColor: set.bad, verticalLabelPadding: "0 0 4px" },
      Input: { activeShadow: "none", hoverBorderColor: set.link, activeBorderColor: set.link },
      Select: { optionSelectedBg: set.tint, optionActiveBg: set.tint },
      Menu: { itemSelectedColor: set.link, itemSelectedBg: set.tint, itemActiveBg: set.tint },
      Tabs: { itemSelectedColor: set.link, itemHoverColor: set.linkStrong, inkBarColor: set.link },
      Segmented: { itemSelectedColor: set.link, itemColor: set.inkQuiet, trackBg: set.page },
      Tooltip: { colorTextLightSolid: set.onBand, colorBgSpotlight: set.band },
    },
  };
}

/** The same tokens for our own style sheets: `var(--ink)`, `var(--ink-quiet)`, `var(--row)`. */
export function cssVariables(set: Colours, size: Sizes): string {
  const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const lines = [
    ...Object.entries(set).map(([name, value]) => `--${dashed(name)}:${String(value)}`),
    ...Object.entries(size).map(([name, value]) => `--${name}:${String(value)}px`),
    `--fonts:${FONTS}`,
  ];
  return `:root{${lines.join(";")}}`;
}
