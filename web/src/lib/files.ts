/** Hands a file of the server's answer to the browser, under the name the server gave it. */
export function handOver(data: unknown, response: Response, otherwise: string): void {
  const named = /filename\*=utf-8''([^;]+)/i.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  const address = URL.createObjectURL(data as Blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = named ? decodeURIComponent(named) : otherwise;
  link.click();
  URL.revokeObjectURL(address);
}
