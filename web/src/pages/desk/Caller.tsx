import { useQuery } from "@tanstack/react-query";
import { Form, Input } from "antd";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { server } from "../../api/client";
import { day } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { useWords } from "../../lib/words";
import { useRested } from "./useSuggestions";
import { words } from "./words";

/** Digits of the shortest number that is looked up: a landline with its area code. */
const WHOLE = 10;

/** Name, telephone, another way to reach the caller; and what came from that number before. */
export function Caller(): ReactNode {
  const t = useWords(words);
  return (
    <>
      <div className="desk-pairs">
        <Form.Item name="phone" label={t.phone}><Input inputMode="tel" autoComplete="off" maxLength={40} /></Form.Item>
        <Form.Item name="name" label={t.name}><Input autoComplete="off" maxLength={40} /></Form.Item>
        <Form.Item name="other" label={t.other} className="extra"><Input autoComplete="off" maxLength={100} /></Form.Item>
      </div>
      <Before />
    </>
  );
}

function Before(): ReactNode {
  const t = useWords(words);
  const { language } = usePreferences();
  const phone = useRested((Form.useWatch("phone") as string | undefined) ?? "", 600);
  const whole = phone.replace(/\D/g, "").length >= WHOLE;
  const { data = [] } = useQuery({
    queryKey: ["desk callers", phone],
    queryFn: async () => (await server.POST("/api/desk/callers", { body: { phone } })).data ?? [],
    enabled: whole,
    staleTime: 60_000,
  });
  if (!whole || data.length === 0) return null;
  return (
    <div role="status" className="small">
      <strong>{t.before(data.length)}</strong>
      <ul className="plain">
        {data.slice(0, 3).map((one) => (
          <li key={one.number}><span className="number quiet">{day(one.received_at, language)}</span> <Link to={`/desk/requests/${one.number}`} target="_blank">{one.title}</Link> <span className="quiet">{t.states[one.state as "new"]}</span></li>
        ))}
      </ul>
    </div>
  );
}
