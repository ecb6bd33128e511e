/** Phone numbers as people read them; what is stored stays the server's business. */

/** "13899463427" and "+8613899463427" become "138 9946 3427"; others keep their own grouping. */
export function formatPhone(value: string): string {
  const plain = value.replace(/[\s-]/g, '');
  const mobile = /^(?:\+?86)?(1[3-9]\d)(\d{4})(\d{4})$/.exec(plain);
  if (mobile) return `${mobile[1]} ${mobile[2]} ${mobile[3]}`;
  const landline = /^\+86(10|2\d|[3-9]\d{2})(\d{3,4})(\d{4})$/.exec(plain);
  if (landline) return `0${landline[1]}-${landline[2]} ${landline[3]}`;
  return value;
}

export const telLink = (value: string): string => `tel:${value.replace(/[^\d+*#,;]/g, '')}`;

export const looksLikePhone = (text: string): boolean => {
  const digits = text.replace(/\D/g, '');
  return /^[\d+\-\s()\uff08\uff09*#,;./\u8f6cextEXT]+$/.test(text) && digits.length >= 3 && digits.length <= 24;
};
