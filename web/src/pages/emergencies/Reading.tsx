import { Button, Form, Input } from "antd";
import { useState, type ReactNode } from "react";
import { server, type Shape } from "../../api/client";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Problems } from "../../ui/States";
import { words } from "./words";
import "./Reading.css";

/** A query put while one's emergency is open. */
export function Reading({ emergency }: { emergency: number }): ReactNode {
  const t = useWords(words);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure>();
  const [found, setFound] = useState<Shape["Rows"]>();
  const read = async (body: { sql: string }): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    setFound(undefined);
    try {
      setFound((await server.POST("/api/emergencies/{emergency}/ask", { params: { path: { emergency } }, body })).data);
    } catch (thrown) {
      setFailure(asFailure(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="reading">
      <Form layout="vertical" requiredMark={false} onFinish={(said: { sql: string }) => void read(said)}>
        <Form.Item name="sql" label={t.query} extra={t.queryHint} rules={[{ required: true, whitespace: true, message: t.need }]}><Input.TextArea rows={3} spellCheck={false} /></Form.Item>
        <Button htmlType="submit" loading={busy}>{t.run}</Button>
      </Form>
      {failure && <Problems problems={failure.problems} />}
      {found && <Answer found={found} />}
    </div>
  );
}

function Answer({ found }: { found: Shape["Rows"] }): ReactNode {
  const t = useWords(words);
  const names = Object.keys(found.rows[0] ?? {});
  if (names.length === 0) return <p className="quiet" role="status">{t.noRows}</p>;
  return (
    <div className="reading-frame" tabIndex={0} role="region" aria-label={t.result}>
      <table className="small">
        <thead><tr>{names.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
        <tbody>{found.rows.map((row, place) => <tr key={place}>{names.map((name) => <td key={name}>{row[name]}</td>)}</tr>)}</tbody>
      </table>
      {found.more && <p className="quiet small">{t.moreRows}</p>}
    </div>
  );
}
