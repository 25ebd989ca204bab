import { App } from "antd";
import { createElement } from "react";
import { queries } from "../../api/client";
import { asFailure } from "../../lib/problems";
import { useWords } from "../../lib/words";
import { Problems } from "../../ui/States";
import { words } from "./words";

/** Tries a change, shows what it says when refused, and reads everything again. Says whether it worked. */
export function useChange(): (change: () => Promise<unknown>) => Promise<boolean> {
  const t = useWords(words);
  const { message, modal } = App.useApp();
  return async (change) => {
    let worked = true;
    try {
      await change();
      void message.success(t.saved);
    } catch (thrown) {
      worked = false;
      modal.error({ icon: null, content: createElement(Problems, { problems: asFailure(thrown).problems }), okText: t.close });
    }
    await queries.invalidateQueries();
    return worked;
  };
}
