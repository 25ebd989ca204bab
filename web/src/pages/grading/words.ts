import type { Same } from "../../lib/words";

const zh = {
  grading: "分级",
  lead: "哪些列的级别（GB/T 43697）该改、为什么。由提供部门的数据主管确认或改定，写明理由、留痕；定下之后，查询立即按新级别把关，加工出的表从下一次运行起随之调整。",
  which: "显示",
  whichs: { open: "待定", decided: "已定", all: "全部列" },
  none: "没有要定的",
  noneTodo: "有新的建议，或来历变得更敏感，会出现在这里。",
  more: "再看一些",
  now: "现在",
  suggested: "建议",
  right: "与数据元相符，没有建议",
  again: "定级之后，这一列按数据元应得的级别高了，请重新定。",
  decided: (by: string, day: string, grade: string) => `${by} ${day} 定为${grade}`,
  reason: "理由",
  reasonHint: "写明为什么是这一级；降级要写明为什么可以",
  settle: "定为",
  save: "定级",
  lowers: "低于数据元规定的级别：这是降级，理由会连同您的名字显示在目录里。",
  done: "已定级，查询从现在起按它把关",
};

const en: Same<typeof zh> = {
  grading: "Grades",
  lead: "Which columns should be graded otherwise (GB/T 43697), and why. The steward of the department that provides them confirms or changes it, with a reason, on record; queries are held to it at once, tables made from it from the next run on.",
  which: "Show",
  whichs: { open: "to decide", decided: "decided", all: "all columns" },
  none: "Nothing to decide",
  noneTodo: "New suggestions, and columns that have become more sensitive, appear here.",
  more: "Show more",
  now: "Now",
  suggested: "Suggested",
  right: "As its element says; nothing is suggested",
  again: "Since it was decided its element asks for a higher grade. Please decide again.",
  decided: (by, day, grade) => `${by} decided ${grade} on ${day}`,
  reason: "Reason",
  reasonHint: "Say why it is of this grade; if lower, why it may be",
  settle: "Grade",
  save: "Decide",
  lowers: "Lower than its element says: the reason is shown in the catalogue with your name.",
  done: "Decided; queries are held to it from now on",
};

export const words = { zh, en };
