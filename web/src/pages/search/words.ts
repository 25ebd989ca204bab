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
  none: "Nothing found",
  all: (total) => `See all ${total}`,
};

export const words = { zh, en };
