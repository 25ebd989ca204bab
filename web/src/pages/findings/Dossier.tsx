import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { server } from "../../api/client";
import { handOver } from "../../lib/files";
import { useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { Failed } from "../../ui/States";
import { words } from "./words";

const FORMS = [["docx", "Word"], ["pdf", "PDF"]] as const;

/** Everything about the finding that may leave the platform, as one official document. */
export function Dossier({ finding }: { finding: string }): ReactNode {
  const t = useWords(words);
  const [making, setMaking] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const make = async (form: "docx" | "pdf"): Promise<void> => {
    setMaking(true);
    setFailed(null);
    try {
      const { data, response } = await server.POST("/api/findings/{finding}/dossier", { params: { path: { finding } }, body: { form }, parseAs: "blob" });
      handOver(data, response, `${finding}.${form}`);
    } catch (error) {
      setFailed(error);
    } finally {
      setMaking(false);
    }
  };
  return (
    <Card title={t.dossier}>
      <p className="quiet small">{t.dossierLead}</p>
      <div className="dossier" role="group" aria-label={t.dossier}>
        {FORMS.map(([form, called]) => <Button key={form} size="small" disabled={making} onClick={() => void make(form)}>{t.dossierAs(called)}</Button>)}
        {making && <span role="status" className="quiet small">{t.dossierMaking}</span>}
      </div>
      {failed !== null && <Failed error={failed} />}
    </Card>
  );
}
