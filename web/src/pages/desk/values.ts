import type { Shape } from "../../api/client";
import { day } from "../../lib/dates";

export const CHANNELS = ["phone", "web", "wechat", "letter"] as const;
export const URGENCIES = ["normal", "urgent"] as const;

/** What the form of a request holds; choices as text, "" for none. */
export interface Values {
  channel: Shape["TakeIn"]["channel"];
  received: string;
  phone: string;
  name: string;
  other: string;
  title: string;
  body: string;
  category: string;
  proposed: string;
  region: string;
  place: string;
  urgency: Shape["TakeIn"]["urgency"];
  /** At which desk; "" where there is only one. */
  department: string;
}

export type Body = Omit<Shape["TakeIn"], "then" | "to" | "into" | "told">;

export const BLANK: Values = {
  channel: "phone", received: "", phone: "", name: "", other: "", title: "", body: "", category: "", proposed: "", region: "", place: "",
  urgency: "normal", department: "",
};

/** The form of a request that is there already. Its contact stays apart. */
export function valuesOf(request: Shape["RequestOut"]): Values {
  return {
    ...BLANK,
    channel: request.channel as Values["channel"],
    received: day(request.received_at, "zh").replaceAll("/", "-"),
    title: request.title,
    body: request.body,
    category: request.category,
    proposed: request.proposed ? String(request.proposed.id) : "",
    region: request.region,
    place: request.place,
    urgency: request.urgency as Values["urgency"],
  };
}

/** What is sent. The reason for a department goes along when it is the one that was suggested. */
export function asBody(values: Values, told: Shape["SuggestionsOut"] | undefined, withContact: boolean): Body {
  const suggested = told?.departments.find((one) => one.department !== null && String(one.department) === values.proposed);
  const { phone, name, other } = values;
  return {
    channel: values.channel,
    title: values.title,
    body: values.body,
    category: values.category.trim(),
    proposed: values.proposed ? Number(values.proposed) : null,
    proposed_because: suggested?.reason ?? "",
    region: values.region,
    place: values.place,
    urgency: values.urgency,
    received_at: values.received && values.channel !== "phone" ? `${values.received}T00:00:00+08:00` : null,
    contact: withContact ? { phone, name, other } : null,
    department: values.department ? Number(values.department) : null,
  };
}
