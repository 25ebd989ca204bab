import { Button, Input, Popconfirm } from "antd";
import { useState, type ReactNode } from "react";
import { api, queries, server } from "../../api/client";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Card } from "../../ui/Page";
import { Failed } from "../../ui/States";
import type { Form } from "./form";
import { words } from "./words";

const LIST = { queryKey: ["get", "/api/analyses/saved"] };

/** What one has kept, and what others share; and keeping what stands in the form now. */
export function Saved({ form, open }: { form: Form | null; open: (form: Form) => void }): ReactNode {
  const t = useWords(words);
  const saved = api.useQuery("get", "/api/analyses/saved").data ?? [];
  const [failed, setFailed] = useState<unknown>(null);
  const drop = async (number: number): Promise<void> => {
    setFailed(null);
    try {
      await server.DELETE("/api/analyses/saved/{number}", { params: { path: { number } } });
    } catch (error) {
      setFailed(error);
    }
    void queries.invalidateQueries(LIST);
  };
  return (
    <Card title={t.saved}>
      {saved.length === 0 && <p className="quiet">{t.noSaved}</p>}
      <ul className="plain" aria-label={t.saved}>
        {saved.map((one) => (
          <li key={one.id} className="analysis-saved">
            <Button type="link" size="small" aria-label={`${t.open} ${one.name}`} onClick={() => { open(one.form); }}>{one.name}</Button>
            <span className="quiet small">{one.mine ? one.department ? t.department(one.department) : one.role ? t.role(one.role) : t.onlyMe : t.byOwner(one.owner)}</span>
            {one.mine && <Popconfirm title={t.removeSure} okText={t.remove_} cancelText={t.cancel} onConfirm={() => void drop(one.id)}><Button size="small" aria-label={`${t.remove_} ${one.name}`}>{t.remove_}</Button></Popconfirm>}
          </li>
        ))}
      </ul>
      {failed !== null && <Failed error={failed} />}
      {form && <Keep form={form} />}
    </Card>
  );
}

function Keep({ form }: { form: Form }): ReactNode {
  const t = useWords(words);
  const { departments = [], roles = [] } = api.useQuery("get", "/api/analyses/sharing").data ?? {};
  const [name, setName] = useState("");
  const [share, setShare] = useState("");
  const [kept, setKept] = useState("");
  const [failed, setFailed] = useState<unknown>(null);
  const keep = async (): Promise<void> => {
    setFailed(null);
    setKept("");
    const [kind, ...who] = share.split(":");
    try {
      await server.POST("/api/analyses/saved", { body: { name: name.trim(), analysis: form, ...(kind === "department" || kind === "role" ? { [kind]: who.join(":") } : {}) } });
      setKept(name.trim());
    } catch (error) {
      setFailed(error);
    }
    void queries.invalidateQueries(LIST);
  };
  return (
    <form className="analysis-keep" onSubmit={(event) => { event.preventDefault(); void keep(); }}>
      <label>{t.name}<Input value={name} maxLength={100} onChange={(event) => { setName(event.target.value); }} /></label>
      <label>{t.share}<Choice value={share} options={[{ value: "", label: t.onlyMe }, ...departments.map((one) => ({ value: `department:${one}`, label: t.department(one) })), ...roles.map((one) => ({ value: `role:${one}`, label: t.role(one) }))]} onChange={setShare} /></label>
      <Button htmlType="submit" disabled={name.trim() === ""}>{t.save}</Button>
      <span role="status" className="quiet small">{kept && t.savedNow(kept)}</span>
      <p className="quiet small">{t.shareHint}</p>
      {failed !== null && <Failed error={failed} />}
    </form>
  );
}
