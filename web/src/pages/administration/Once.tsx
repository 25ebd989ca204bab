import { Modal, Typography } from "antd";
import type { ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Facts } from "../../ui/Page";
import { words } from "./words";

/** Something that is shown once and never again. */
export function Once({ lead, facts, close }: { lead: string; facts: readonly (readonly [string, string])[]; close: () => void }): ReactNode {
  const t = useWords(words);
  return (
    <Modal open closable={false} cancelButtonProps={{ hidden: true }} okText={t.done} onOk={close} title={lead}>
      <Facts facts={facts.map(([label, value]) => [label, <Typography.Text key={label} code copyable>{value}</Typography.Text>] as const)} />
    </Modal>
  );
}
