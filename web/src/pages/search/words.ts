import type { Same } from "../../lib/words";

const zh = {
  search: "查找",
  lead: (q: string) => `与“${q}”有关的`,
  words: "查找文字",
  find: "查找",
  nothingAsked: "输入要找的文字",
  nothingAskedTodo: "可以找姓名、地点、编号或任何一段文字；只找您能看的内容。",
  findings: "疑点",
  orders: "工单",
  requests: "诉求",
  profiles: { company: "企业画像", person: "人员画像", place: "地点画像" },
  tooShort: "至少写两个字",
  forPurpose: (purpose: string) => `用于${purpose}`,
  none: "没有找到",
  all: (total: string) => `查看全部 ${total} 条`,
};

const en: Same<typeof zh> = {
  search: "Search",
  lead: (q) => `“${q}”`,
  words: "Words to find",
  find: "Search",
  nothingAsked: "Type what you look for",
  nothingAskedTodo: "A name, a place, a number, or any piece of text; only what you may see is searched.",
  findings: "Findings",
  orders: "Orders",
  requests: "Requests",
  profiles: { company: "Companies", person: "People", place: "Places" },
  tooShort: "Write two characters at least",
  forPurpose: (purpose) => `for ${purpose}`,
  none: "Nothing found",
  all: (total) => `See all ${total}`,
};

export const words = { zh, en };
