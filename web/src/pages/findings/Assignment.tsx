import { Button, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { api } from "../../api/client";
import { asFailure, type Failure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Choice } from "../../ui/Choice";
import { Problems } from "../../ui/States";
import { useChoices } from "./calls";
import { decide } from "./deciding";
import { words } from "./words";

interface Props {
  findings: readonly string[];
  close: (done: boolean) => void;
}

/** Who is to look at these: a department, and perhaps one person of it. */
export function Assignment({ findings, close }: Props): ReactNode {
  const t = useWords(words);
  const { departments } = useChoices();
  const [department, setDepartment] = useState("");
  const [assignee, setAssignee] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const [sending, setSending] = useState(false);
  const colleagues = api.useQuery("get", "/api/findings/colleagues", { params: { query: { department: Number(department) } } }, { enabled: department !== "" }).data ?? [];

  const send = async (): Promise<void> => {
    setSending(true);
    setFailure(undefined);
    try {
      await decide({ kind: "assign", reason: "", words: "", department: Number(department), assignee: assignee || null }, findings);
      close(true);
    } catch (thrown) {
      setFailure(asFailure(thrown));
      setSending(false);
    }
  };
  return (
    <Modal open title={t.assignN(findings.length)} footer={null} onCancel={() => { close(false); }} destroyOnHidden>
      <form className="assignment" onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <label>{t.department} <Choice autoFocus required value={department} options={[{ value: "", label: t.choose }, ...departments.filter((one) => one.assignable).map((one) => ({ value: String(one.department), label: one.name }))]} onChange={(value) => { setDepartment(value); setAssignee(""); }} /></label>
        <label>{t.assignee} <Choice value={assignee} options={[{ value: "", label: t.anybody }, ...colleagues.map((one) => ({ value: one.login, label: one.name }))]} onChange={setAssignee} /></label>
        {failure && <Problems problems={failure.problems} />}
        <div className="acts"><Button type="primary" htmlType="submit" loading={sending} disabled={department === ""}>{t.kinds.assign}</Button></div>
      </form>
    </Modal>
  );
}
