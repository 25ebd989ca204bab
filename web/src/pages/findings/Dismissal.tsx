import { Button, Input, Modal } from "antd";
import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { asFailure, type Failure } from "../../lib/problems";
import { useSay, useWords } from "../../lib/words";
import { Problems } from "../../ui/States";
import { useChoices } from "./calls";
import { decide } from "./deciding";
import { words } from "./words";
import "./Dismissal.css";

interface Props {
  findings: readonly string[];
  close: (done: boolean) => void;
}

/** Why these are no leads: a digit is enough, where the reason says all; others want words. */
export function Dismissal({ findings, close }: Props): ReactNode {
  const t = useWords(words);
  const say = useSay();
  const reasons = useChoices().reasons;
  const [reason, setReason] = useState("");
  const [text, setText] = useState("");
  const [failure, setFailure] = useState<Failure>();
  const [sending, setSending] = useState(false);
  const box = useRef<HTMLTextAreaElement | null>(null);
  const chosen = reasons.find((one) => one.reason === reason);

  const send = async (which: string): Promise<void> => {
    setSending(true);
    setFailure(undefined);
    try {
      await decide({ kind: "dismiss", reason: which, words: text }, findings);
      close(true);
    } catch (thrown) {
      setFailure(asFailure(thrown));
      setSending(false);
    }
  };
  const digit = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLTextAreaElement || event.ctrlKey || event.altKey || event.metaKey) return;
    const picked = reasons[Number(event.key) - 1];
    if (!picked || sending) return;
    event.preventDefault();
    setReason(picked.reason);
    if (picked.needs_words) setTimeout(() => { box.current?.focus(); });
    else void send(picked.reason);
  };
  return (
    <Modal open title={t.dismissN(findings.length)} footer={null} onCancel={() => { close(false); }} destroyOnHidden>
      <form onKeyDown={digit} onSubmit={(event) => { event.preventDefault(); if (chosen) void send(reason); }}>
        <fieldset className="dismissal">
          <legend>{t.whyDismiss}</legend>
          <p className="quiet small extra">{t.digitHint}</p>
          {reasons.map((one, at) => (
            <label key={one.reason}>
              <input type="radio" name="reason" value={one.reason} autoFocus={at === 0} checked={reason === one.reason} onChange={() => { setReason(one.reason); }} />
              <kbd aria-hidden>{at + 1}</kbd> <span>{say(one.title)}</span>
            </label>
          ))}
        </fieldset>
        <label className="dismissal-words">
          <span>{chosen?.needs_words ? t.wordsNeeded : t.wordsMay}</span>
          <Input.TextArea ref={(area) => { box.current = area?.resizableTextArea?.textArea ?? null; }} rows={3} maxLength={5000} value={text} required={chosen?.needs_words ?? false} onChange={(event) => { setText(event.target.value); }} />
        </label>
        {failure && <Problems problems={failure.problems} />}
        <div className="acts"><Button type="primary" htmlType="submit" loading={sending} disabled={!chosen}>{t.kinds.dismiss}</Button></div>
      </form>
    </Modal>
  );
}
