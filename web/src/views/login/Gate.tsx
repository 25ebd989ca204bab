import { Button } from "antd";
import type { ReactNode } from "react";
import { useSession } from "../../api/session";
import { prefer, usePreferences } from "../../lib/preferences";
import { useSay, useWords } from "../../lib/words";
import { words } from "./words";
import "./Gate.css";

/** What stands around a page before one is in: whose city, and how it may be read. */
export function Gate({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const { session } = useSession();
  const { language, elder } = usePreferences();
  return (
    <div className="gate">
      <header className="gate-band">
        <img src="/icon.svg" alt="" width="48" height="48" />
        <div>
          <div className="gate-city">{session && say(session.city)}</div>
          <div className="gate-product">{t.product}<span className="gate-motto"> · {t.motto}</span></div>
        </div>
      </header>
      <main className="gate-box">
        <h1>{title}</h1>
        {children}
      </main>
      <footer className="gate-foot">
        <Button type="link" lang={language === "zh" ? "en" : "zh-CN"} onClick={() => { prefer({ language: language === "zh" ? "en" : "zh" }); }}>{t.otherLanguage}</Button>
        <Button type="link" onClick={() => { prefer({ elder: !elder }); }}>{elder ? t.ordinary : t.elder}</Button>
      </footer>
    </div>
  );
}
