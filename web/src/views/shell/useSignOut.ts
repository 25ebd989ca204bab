import { App } from "antd";
import { signOut, useUser } from "../../api/session";
import { asFailure } from "../../lib/problems";
import { useWaiting } from "../../lib/outbox";
import { useSay, useWords } from "../../lib/words";
import { words } from "./words";

/** Signs out, after saying what is not sent yet. */
export function useSignOut(): () => void {
  const t = useWords(words);
  const say = useSay();
  const { login } = useUser();
  const { modal, message } = App.useApp();
  const waiting = useWaiting().filter((one) => one.owner === login).length;
  const leave = (): Promise<void> => signOut().catch((thrown: unknown) => {
    for (const problem of asFailure(thrown).problems) void message.error(say(problem.what));
  });
  return () => {
    if (waiting === 0) void leave();
    else modal.confirm({ title: t.signOutAsk, content: t.signOutWaiting(waiting), okText: t.signOut, cancelText: t.cancel, onOk: leave });
  };
}
