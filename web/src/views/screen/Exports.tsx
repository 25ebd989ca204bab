import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { Failed } from "../../ui/States";
import type { Inquiry } from "./answers";
import { words } from "./words";

type Asked = Pick<Shape["ExportIn"], "what" | "form">;

const ROWS = [["xlsx", "Excel"], ["csv", "CSV"], ["parquet", "Parquet"]] as const;

/** A number and the rows behind it as files, where the grant says that they may be taken out. */
export function Exports({ inquiry, granted }: { inquiry: Inquiry; granted: boolean }): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const [writing, setWriting] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  if (!granted) return <p className="quiet">{t.notExported}</p>;
  const take = async (asked: Asked): Promise<void> => {
    setWriting(true);
    setFailed(null);
    try {
      await save({ inquiry, english: language === "en", ...asked });
    } catch (error) {
      setFailed(error);
    } finally {
      setWriting(false);
    }
  };
  return (
    <>
      <div className="exports" role="group" aria-label={t.exports}>
        <span>{writing ? t.exporting : t.exports}</span>
        <Button size="small" disabled={writing} onClick={() => void take({ what: "numbers", form: "xlsx" })}>{t.exportNumbers}</Button>
        {ROWS.map(([form, name]) => <Button key={form} size="small" disabled={writing} onClick={() => void take({ what: "rows", form })}>{t.exportRows(name)}</Button>)}
      </div>
      {failed !== null && <Failed error={failed} />}
    </>
  );
}

/** Asks for the file and hands it to the browser under the name the server gave it. */
async function save(body: Shape["ExportIn"]): Promise<void> {
  const { data, response } = await server.POST("/api/indicators/export", { body, parseAs: "blob" });
  const named = /filename\*=utf-8''([^;]+)/i.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  const address = URL.createObjectURL(data as unknown as Blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = named ? decodeURIComponent(named) : `${body.inquiry.indicator}.${body.form}`;
  link.click();
  URL.revokeObjectURL(address);
}
