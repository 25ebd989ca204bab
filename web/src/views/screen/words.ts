import type { Same } from "../../lib/words";

const zh = {
  behind: "明细",
  close: "关闭",
  report: "报错",
  yes: "是",
  no: "否",
  more: "只列出最近的一部分。",
  notGranted: "没有授权看这个数",
  notGrantedTodo: "需要的话，请数据归口部门授权。",
  panel: "面板",
  now: "现状，以最近一次运行为准",
  days: (since: string, until: string) => `${since} 至 ${until}`,
  unplaced: (n: string) => `另有 ${n}没有区划，不在图上`,
  nothing: "这段时间没有数据",
  exports: "导出",
  exportNumbers: "数字与口径（Excel）",
  exportRows: (form: string) => `全部明细（${form}）`,
  exporting: "正在写文件…",
  notExported: "授权不包括导出：可以看，不能带走。需要的话，请数据归口部门授权。",
};

const en: Same<typeof zh> = {
  behind: "Rows",
  close: "Close",
  report: "Report an error",
  yes: "Yes",
  no: "No",
  more: "Only the newest are listed.",
  notGranted: "No grant lets you see this number",
  notGrantedTodo: "If you need it, ask the department that owns the data.",
  panel: "Panel",
  now: "As things stand, by the last run",
  days: (since, until) => `${since} to ${until}`,
  unplaced: (n) => `${n} more have no place and are not on the map`,
  nothing: "No data in this period",
  exports: "Export",
  exportNumbers: "Numbers and how they were counted (Excel)",
  exportRows: (form) => `All rows (${form})`,
  exporting: "Writing the file…",
  notExported: "The grant does not include taking it out: it is to be seen, not to be taken. If you need it, ask the department that owns the data.",
};

export const words = { zh, en };
