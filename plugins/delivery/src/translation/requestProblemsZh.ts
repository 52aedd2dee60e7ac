/** Reasons why requests are rejected in Chinese; part of `zh`. */
export const requestProblemsZh = {
  'problem.serviceForbidden':
    '您无权查看 {{entityRef}}。请向门户管理员申请 {{permission}} 权限。',
  'problem.streamSilent': '{{seconds}} 秒未收到数据',
};
