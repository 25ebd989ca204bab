import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { handOver } from "../../lib/files";
import { useWords } from "../../lib/words";
import { Failed } from "../States";
import { words } from "../words";
import "./TakeOut.css";

export type FileForm = "xlsx" | "csv" | "parquet";

const FORMS = [["xlsx", "Excel"], ["csv", "CSV"], ["parquet", "Parquet"]] as const;

interface Props {
  /** Asks the server for the whole list as a file; throws what the server refuses. */
  take: (form: FileForm) => Promise<{ data?: unknown; response: Response }>;
  /** What the file is called where the server does not say. */
  name: string;
  /** Also for programs that read tables. */
  parquet?: boolean;
}

/** The whole list as it is filtered now, as a file: only where the server allows it. */
export function TakeOut({ take, name, parquet = false }: Props): ReactNode {
  const t = useWords(words);
  const [writing, setWriting] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const go = async (form: FileForm): Promise<void> => {
    setWriting(true);
    setFailed(null);
    try {
      const { data, response } = await take(form);
      handOver(data, response, `${name}.${form}`);
    } catch (error) {
      setFailed(error);
    } finally {
      setWriting(false);
    }
  };
  return (
    <div className="take-out" role="group" aria-label={t.takeOut}>
      {FORMS.filter(([form]) => parquet || form !== "parquet").map(([form, called]) => <Button key={form} size="small" disabled={writing} onClick={() => void go(form)}>{t.takeOutAs(called)}</Button>)}
      {writing && <span role="status" className="quiet small">{t.takingOut}</span>}
      {failed !== null && <Failed error={failed} />}
    </div>
  );
}
