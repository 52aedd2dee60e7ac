/** Reasons why a cluster cannot be read in Chinese; part of `zh`. */
export const clusterProblemsZh = {
  'problem.credentialRefused':
    '集群 {{cluster}} 不接受门户的凭据（401 {{answer}}）。请更新其令牌或证书',
  'problem.readForbidden':
    '集群 {{cluster}} 不允许门户读取 {{resource}}（403 {{answer}}）。请为门户的服务账号授予 {{resource}} 的 get、list 和 watch 权限',
  'problem.kindAbsent':
    '集群 {{cluster}} 中没有 {{resource}}（404 {{answer}}）。请确认其 URL 指向 API 服务器',
  'problem.tooManyRequests':
    '集群 {{cluster}} 正在对门户的请求限流（429 {{answer}}）。门户会自动重试；如果持续出现，请检查其 API 服务器的负载',
  'problem.unexpectedAnswer':
    '集群 {{cluster}} 对 {{resource}} 返回了 {{status}}：{{answer}}',
  'problem.notAList':
    '集群 {{cluster}} 返回的 {{resource}} 不是列表。请确认其 URL 指向 API 服务器',
  'problem.notAWatchEvent':
    '集群 {{cluster}} 在 watch {{resource}} 时返回了无法识别的内容。请检查是否有代理修改了响应',
  'problem.noMetricsServer':
    '集群 {{cluster}} 未安装 metrics-server（{{resource}} 返回 404）。安装后可查看 Pod 用量',
  'problem.notMetrics':
    '集群 {{cluster}} 返回的 {{resource}} 不是指标列表。请检查其 metrics-server',
  'problem.objectUnreadable':
    '无法读取集群 {{cluster}} 的 {{object}}：{{answer}}',
  'problem.namespaceUnreadable':
    '无法读取集群 {{cluster}} 的命名空间 {{namespace}}：{{answer}}',
  'problem.kindsUnreadable':
    '无法读取集群 {{cluster}} 提供的资源类型：{{answer}}',
  'problem.objectsTooMany':
    '集群 {{cluster}} 的 {{path}} 中有超过 {{most}} 个对象，门户不会读取。请不使用 prune 进行应用，并通过 kubectl 删除这些对象',
  'problem.virtualServiceMissing':
    '命名空间 {{namespace}} 中没有 VirtualService {{name}}。请创建它，或更正 Rollout 中的名称',
  'problem.connectionRefused':
    '无法连接集群 {{cluster}}：连接被拒绝。请检查其 API 服务器是否在运行',
  'problem.connectionReset':
    '无法连接集群 {{cluster}}：连接被重置。请检查其 API 服务器和中间的代理',
  'problem.connectionClosed':
    '无法连接集群 {{cluster}}：连接已关闭。请检查其 API 服务器和中间的代理',
  'problem.hostUnknown':
    '无法连接集群 {{cluster}}：主机名无法解析。请检查 URL 和 DNS',
  'problem.dnsUnavailable':
    '无法连接集群 {{cluster}}：DNS 没有响应。请检查门户所在主机的 DNS 服务器',
  'problem.noRoute': '无法连接集群 {{cluster}}：没有可达的路由。请检查网络',
  'problem.timeout':
    '无法连接集群 {{cluster}}：响应超时。请检查其 API 服务器和网络',
  'problem.connectTimeout':
    '无法连接集群 {{cluster}}：连接超时。请检查其 API 服务器和中间的防火墙',
  'problem.answerTimeout':
    '无法连接集群 {{cluster}}：请求已被接受，但响应超时。请检查其 API 服务器的负载',
  'problem.silentAnswer':
    '无法连接集群 {{cluster}}：响应期间长时间没有传输数据。请检查中间的代理和防火墙',
  'problem.silentRequest':
    '无法连接集群 {{cluster}}：请求已被接受，但没有返回任何数据。请检查中间的代理和防火墙',
  'problem.silentWatch':
    '无法连接集群 {{cluster}}：watch 期间长时间没有传输数据。请检查中间的代理和防火墙',
  'problem.requestInvalid':
    '无法连接集群 {{cluster}}：URL 或令牌含有 HTTP 不允许的字符，例如换行符。请检查这两项',
  'problem.certificateSelfSigned':
    '无法连接集群 {{cluster}}：证书是自签名的。请在 kubernetes.clusterLocatorMethods 中为该集群配置 caData 或 caFile',
  'problem.certificateUntrusted':
    '无法连接集群 {{cluster}}：证书由未知的证书颁发机构签发。请在 kubernetes.clusterLocatorMethods 中为该集群配置 caData 或 caFile',
  'problem.certificateExpired':
    '无法连接集群 {{cluster}}：证书已过期。请更新证书',
  'problem.certificateOfOtherHost':
    '无法连接集群 {{cluster}}：证书属于其他主机名。请检查 URL',
  'problem.connectionBroken':
    '无法连接集群 {{cluster}}：连接失败。请检查其 API 服务器和网络',
  'problem.connectionFailed': '无法连接集群 {{cluster}}：{{reason}}',
  'problem.requestTimeout': '集群响应超时。请重试',
  'problem.clusterReadOnly':
    '集群 {{cluster}} 是只读的。如需允许更改，请在 delivery.clusters 中为该集群设置 actions.enabled 和 serviceAccountToken',
  'problem.clusterUnknown':
    'Kubernetes 插件中没有集群 {{cluster}}。请将其加入 kubernetes.clusterLocatorMethods，或更正引用它的环境',
  'problem.clustersMissing':
    'Kubernetes 插件没有提供集群。请在后端添加 @backstage/plugin-kubernetes-backend 和 @fairway/backstage-plugin-kubernetes-backend-module-delivery',
  'problem.viewerCredential':
    '集群 {{cluster}} 使用认证方式 {{provider}}，需要每位用户自己的令牌，因此门户无法 watch 该集群。请为其配置服务账号',
  'problem.authProviderUnknown':
    '集群 {{cluster}} 的认证方式 {{provider}} 未知。请更正其 authProvider，或安装提供该认证方式的模块',
  'problem.credentialUnusable': '集群 {{cluster}} 没有可用的凭据：{{reason}}',
  'problem.urlInvalid':
    '集群 {{cluster}} 的 URL 无效。请使用 https://host:port 格式',
  'problem.caFileUnreadable':
    '无法读取集群 {{cluster}} 的 caFile {{file}}。请检查其路径和权限',
  'problem.environmentForbidden':
    '您没有此服务在环境 {{environment}} 的查看权限。请向门户管理员申请 {{permission}}',
  'problem.other': '{{message}}',
};
