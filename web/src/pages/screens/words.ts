import type { Same } from "../../lib/words";

const zh = {
  screens: "驾驶舱",
  lead: "按场景和全市编好的视图；每个数都能看到明细。",
  none: "没有您可以看的视图",
  noneTodo: "视图由场景和本市声明在 views/ 里，看得到哪些由授权决定。",
  panels: (n: number) => `${n} 块`,
  wall: "大屏",
  leave: "退出大屏",
  turns: "轮播",
  noTurns: "停止轮播",
  fresh: (day: string) => `数据更新于 ${day}`,
};

const en: Same<typeof zh> = {
  screens: "Cockpit",
  lead: "Views of the scenarios and of the whole city; every number leads to its rows.",
  none: "There is no view for you to see",
  noneTodo: "Scenarios and the city declare views in views/; grants decide who sees which.",
  panels: (n) => `${n} panels`,
  wall: "Wall",
  leave: "Leave the wall",
  turns: "Take turns",
  noTurns: "Stop taking turns",
  fresh: (day) => `Data of ${day}`,
};

export const words = { zh, en };
