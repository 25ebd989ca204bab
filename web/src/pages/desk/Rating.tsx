import { Button, Form, Input, Radio } from "antd";
import type { ReactNode } from "react";
import { server } from "../../api/client";
import { useWords } from "../../lib/words";
import { Card } from "../../ui/Page";
import { useChange } from "./useChange";
import { words } from "./words";

const POINTS = [5, 4, 3, 2, 1];

/** What the caller said of how it was handled. */
export function Rating({ number }: { number: string }): ReactNode {
  const t = useWords(words);
  const change = useChange();
  const rate = (body: { satisfaction: number; words: string }): Promise<boolean> => change(() => server.POST("/api/desk/requests/{number}/rate", { params: { path: { number } }, body: { ...body, words: body.words || "" } }));
  return (
    <Card title={t.rate}>
      <Form<{ satisfaction: number; words: string }> layout="vertical" requiredMark={false} onFinish={(body) => void rate(body)}>
        <Form.Item name="satisfaction" label={t.satisfaction} rules={[{ required: true, message: t.needSatisfaction }]}>
          <Radio.Group role="radiogroup" aria-label={t.satisfaction} options={POINTS.map((value) => ({ value, label: t.points(value) }))} />
        </Form.Item>
        <Form.Item name="words" label={t.satisfactionWords}><Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} /></Form.Item>
        <Button htmlType="submit">{t.rate}</Button>
      </Form>
    </Card>
  );
}
