import { useEffect, type ReactNode } from "react";
import { useWords } from "../../lib/words";
import { Gate } from "./Gate";
import { PasswordForm } from "./PasswordForm";
import { words } from "./words";

/** Before anything else, where the password was given by somebody else. */
export default function NewPassword(): ReactNode {
  const t = useWords(words);
  useEffect(() => {
    document.title = `${t.newTitle} · ${t.product}`;
  }, [t]);
  return (
    <Gate title={t.newTitle}>
      <p className="quiet">{t.newLead}</p>
      <PasswordForm />
    </Gate>
  );
}
