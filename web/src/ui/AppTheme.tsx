import { App, ConfigProvider } from "antd";
import en from "antd/locale/en_US";
import zh from "antd/locale/zh_CN";
import { useEffect, useLayoutEffect, useMemo, type ReactNode } from "react";
import { HANDHELD, useMedia } from "../lib/media";
import { followOtherTabs, usePreferences } from "../lib/preferences";
import { antdTheme, cssVariables } from "./theme";
import { colours, sizes } from "./tokens";
import { useDark } from "./useColours";
import "./base.css";
import "./print.css";

/** Gives everything inside it the look the reader chose: language, light or dark, 适老. */
export function AppTheme({ children }: { children: ReactNode }): ReactNode {
  const { language, elder } = usePreferences();
  const handheld = useMedia(HANDHELD);
  const dark = useDark();
  const [theme, variables] = useMemo(() => {
    const set = colours({ dark, elder });
    const size = sizes({ elder, handheld });
    return [antdTheme(set, size, dark), cssVariables(set, size)];
  }, [dark, elder, handheld]);

  useEffect(followOtherTabs, []);
  useLayoutEffect(() => {
    const root = document.documentElement;
    root.lang = language === "zh" ? "zh-CN" : "en";
    root.dataset.scheme = dark ? "dark" : "light";
    root.toggleAttribute("data-elder", elder);
  }, [language, dark, elder]);

  return (
    <ConfigProvider theme={theme} locale={language === "zh" ? zh : en} button={{ autoInsertSpace: false }}>
      <style>{variables}</style>
      <App className="app" message={{ maxCount: 3 }}>{children}</App>
    </ConfigProvider>
  );
}
