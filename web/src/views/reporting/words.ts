import type { Same } from "../../lib/words";

const zh = {
  report: "报错",
  reportTitle: "报告这一行的错误",
  column: "哪一列",
  whole: "整行",
  wrong: "错在哪里，应当是什么，依据是什么",
  wrongHint: "提供部门和裁定的上级会看到。不要写与这处错误无关的个人信息。",
  reportIt: "提交",
  cancel: "取消",
  need: "请填写",
  reported: "已报给提供部门，答复会通知您。",
};

const en: Same<typeof zh> = {
  report: "Report an error",
  reportTitle: "Report an error in this row",
  column: "Which column",
  whole: "the whole row",
  wrong: "What is wrong, what it should be, and how you know",
  wrongHint: "The department that provides it and those who rule see this. Write nothing about persons that the error does not need.",
  reportIt: "Send",
  cancel: "Cancel",
  need: "Please fill this in",
  reported: "Sent to the department that provides it; you will be told of the answer.",
};

export const words = { zh, en };
