/** Reasons why pipelines cannot be read in Chinese; part of `zh`. */
export const pipelineProblemsZh = {
  'problem.jobContested':
    '{{entityRef}} 与 {{owners}} 都声明拥有任务 {{job}}，且无法判断它实际属于哪一个。请从不拥有该任务的实体上删除任务注解，或在门户配置 delivery.ownership.jobs 中将该任务绑定到其中一个实体',
  'problem.jobOfOther':
    '任务 {{job}} 属于 {{owners}}，不属于 {{entityRef}}。请删除 {{entityRef}} 上的任务注解',
  'problem.jobOfOtherRepository':
    '任务 {{job}} 构建的是 {{repositories}}，而 {{entityRef}} 的 catalog-info.yaml 位于 {{source}}。请改用构建该代码仓库的任务，或在门户配置 delivery.ownership.jobs 中将该任务绑定到此实体',
  'problem.jobNotProven':
    '无法确认任务 {{job}} 属于 {{entityRef}}：CI 服务器未报告该任务只构建一个代码仓库。请先运行一次该任务，或在门户配置 delivery.ownership.jobs 中将其绑定到此实体',
  'problem.jobIsFolder':
    '{{job}} 是文件夹，既不能证明归属，也不能对其执行操作。请在 catalog-info.yaml 中指定具体任务',
  'problem.jenkinsUnreachable':
    '无法连接 Jenkins {{server}}（{{url}}）：{{reason}}。请检查它是否在运行，以及 baseUrl 是否正确',
  'problem.jenkinsTimeout':
    'Jenkins {{server}} 在 {{seconds}} 秒内未响应对 {{target}} 的请求。请检查其负载',
  'problem.jenkinsWriteTimeout':
    'Jenkins {{server}} 在 {{seconds}} 秒内未响应对 {{target}} 的请求，无法确定更改是否已生效。请在 Jenkins 中查看',
  'problem.jenkinsRedirected':
    'Jenkins {{server}} 将对 {{target}} 的请求重定向到了 baseUrl 以外的地址，门户不会跟随。请将 baseUrl 设为服务器的实际地址',
  'problem.jenkinsSignInRequired':
    '对 Jenkins {{server}} 中 {{target}} 的请求返回的是登录页面。请让门户的请求通过 Jenkins 前的单点登录或代理，或将 baseUrl 设为其后的地址',
  'problem.jenkinsWriteRedirected':
    'Jenkins {{server}} 将更改 {{target}} 的请求重定向到了 {{location}}，无法确定更改是否已生效。请在 Jenkins 中确认，并将 baseUrl 设为服务器的实际地址',
  'problem.jenkinsNotJson':
    'Jenkins {{server}} 对 {{target}} 的响应不是 JSON（内容类型：{{contentType}}）。请检查是否有代理代替 Jenkins 响应',
  'problem.jenkinsResponseTooLarge':
    'Jenkins {{server}} 对 {{target}} 的响应超过 {{limit}}',
  'problem.jenkinsResponseUnexpected':
    'Jenkins {{server}} 对 {{target}} 的响应无法识别：{{reason}}',
  'problem.jenkinsCredentialsRejected':
    'Jenkins {{server}} 在处理对 {{target}} 的请求时拒绝了用户 {{username}} 的凭据。请检查用户名，以及 API 令牌是否已被撤销',
  'problem.jenkinsCredentialsMissing':
    '读取 Jenkins {{server}} 中的 {{target}} 需要凭据。请配置该服务器的 username 和 apiKey',
  'problem.jenkinsReadForbidden':
    'Jenkins {{server}} 不允许用户 {{username}} 读取 {{target}}。请在 Jenkins 中授予 {{permission}} 权限，或配置其他用户和 API 令牌',
  'problem.jenkinsChangeForbidden':
    'Jenkins {{server}} 不允许用户 {{username}} 更改 {{target}}。请在 Jenkins 中授予 {{permission}} 权限，或配置其他用户和 API 令牌',
  'problem.jenkinsCreateForbidden':
    'Jenkins {{server}} 不允许用户 {{username}} 创建 {{target}}。请在 Jenkins 中授予 {{permission}} 权限，或配置其他用户和 API 令牌',
  'problem.jenkinsScanForbidden':
    'Jenkins {{server}} 不允许用户 {{username}} 扫描 {{target}} 的分支。请在 Jenkins 中授予 {{permission}} 权限，或配置其他用户和 API 令牌',
  'problem.jenkinsUserNotAllowed':
    'Jenkins {{server}} 不允许门户的用户更改 {{target}}：{{answer}}',
  'problem.jenkinsNotFound':
    'Jenkins {{server}} 中没有 {{target}}，或门户的用户无权查看',
  'problem.jenkinsRejected':
    'Jenkins {{server}} 拒绝了对 {{target}} 的请求：{{answer}}',
  'problem.jenkinsBusy':
    'Jenkins {{server}} 拒绝了对 {{target}} 的请求：它已禁用或正忙。请在 Jenkins 中启用它，或稍后重试',
  'problem.jenkinsStarting': 'Jenkins {{server}} 正在启动，门户会自动重试',
  'problem.jenkinsOverloaded':
    'Jenkins {{server}} 负载过高或正在重启（{{answer}}）。请稍后重试',
  'problem.jenkinsUnexpectedAnswer':
    'Jenkins {{server}} 对 {{target}} 的请求返回了 {{answer}}',
  'problem.jenkinsServerUnknown':
    '未配置 Jenkins 服务器 {{server}}。请使用已配置的服务器之一：{{servers}}',
  'problem.jenkinsServerNotNamed':
    '注解 {{annotation}} 中的 {{value}} 未指明服务器。请改为以下之一：{{choices}}，或配置一个名为 {{defaultServer}} 的服务器',
  'problem.jenkinsNotConfigured':
    '注解 {{annotation}} 指定了任务，但未配置 Jenkins 服务器。请配置 jenkins.instances',
  'problem.jenkinsJobNameInvalid':
    '注解 {{annotation}} 的值“{{value}}”不是任务名称。请填写完整名称，例如 folder/job',
  'problem.jenkinsRunNotKept':
    'Jenkins {{server}} 未能将 {{target}} 设为保留。请重试，或在 Jenkins 中设置',
  'problem.jenkinsRunStillKept':
    'Jenkins {{server}} 仍保留 {{target}}，因为 Jenkins 中还有其他内容依赖它',
  'problem.jenkinsQueueItemMissing':
    'Jenkins {{server}} 接受了运行 {{target}} 的请求，但未返回队列项。请在 Jenkins 中查看该流水线',
  'problem.jenkinsNotRestarted':
    'Jenkins {{server}} 未能从阶段 {{stage}} 重新运行 {{target}}：{{answer}}',
  'problem.rebuildSecretParameter':
    '无法重新构建 {{target}}：Jenkins 不提供保密参数 {{name}} 的值。请启动新的运行并填写该值',
  'problem.rebuildParameterUnsupported':
    '无法重新构建 {{target}}：参数 {{name}} 只能在 Jenkins 中设置',
  'problem.jenkinsFolderNotAllowed':
    '无法创建任务 {{target}}：delivery.jenkins.pipelineCreation.folders 只允许文件夹 {{folders}}。请在服务的注解中填写其中一个文件夹下的任务',
  'problem.jenkinsFoldersNotConfigured':
    '无法创建任务 {{target}}：未配置 delivery.jenkins.pipelineCreation.folders。请添加允许门户创建任务的文件夹',
  'problem.jenkinsNotAFolder':
    '无法在 Jenkins {{server}} 的 {{target}} 中创建任务，因为它的类型是 {{kind}}。请在服务的注解中填写其他文件夹下的任务',
  'problem.jenkinsJobHidden':
    '无法在 Jenkins {{server}} 中创建 {{target}}：它已存在，但门户的用户无法查看。请为该用户授予 Job/Read 权限',
  'problem.jenkinsNotMultibranch':
    'Jenkins {{server}} 中已有 {{target}}，其类型是 {{kind}}，不是多分支流水线。请在服务的注解中填写其他任务',
  'problem.jenkinsOtherRepository':
    'Jenkins {{server}} 中已有 {{target}}，它构建的是 {{repositories}}，不是 {{repository}}。请在服务的注解中填写其他任务',
  'problem.jenkinsUnknownRepository':
    'Jenkins {{server}} 中已有 {{target}}，它构建的不是 {{repository}}。请在服务的注解中填写其他任务',
  'problem.jenkinsJobsOmitted':
    '{{target}} 中的任务或分支超过 {{limit}} 个，其余的未在此显示。请清理旧分支，或在服务的注解中指定其中的任务',
  'problem.jenkinsFoldersTooDeep':
    '{{folders}} 中的任务未在此显示，因为它们位于 {{target}} 之下过深的层级。请在服务的注解中指定这些任务或更近的文件夹',
  'problem.jobSearchTimeout':
    '在 Jenkins {{server}} 中查找构建 {{repository}} 的任务超时。请改为在服务的注解中指定任务',
  'problem.stageNotFound':
    'Jenkins {{server}} 中的运行 {{target}} 没有此阶段。请查看整个运行的日志',
  'problem.stageLogTooLarge':
    'Jenkins {{server}} 中 {{target}} 的日志超过 {{limit}}。请查看整个运行的日志',
  'problem.artifactPathInvalid': '“{{path}}”不是有效的制品路径',
  'problem.artifactEmpty': '制品 {{path}} 为空',
  'problem.artifactTooLarge':
    '制品 {{path}} 超过 {{limit}}。请直接从 Jenkins 下载',
  'problem.reportUnreadable': '无法解析报告 {{target}}：{{reason}}',
  'problem.xmlTooLarge':
    '{{target}}：除 Robot Framework 的关键字外，XML 超过 {{tags}} 个标签、{{limit}} 或 {{depth}} 层。请将测试拆分到多次运行',
  'problem.xmlDoctype':
    '{{target}}：XML 包含文档类型声明，门户不读取此类文件。请生成不含 DOCTYPE 的报告',
  'problem.reportTooLarge':
    '报告 {{target}} 超过 {{limit}}。请在 Jenkins 中查看',
  'problem.robotOutputMissing':
    'Jenkins 有 {{target}} 的结果，但没有 output.xml，因此缺少消息和耗时。请将 Robot Framework 插件配置为以此文件名保留该文件',
  'problem.runUnreadable': '无法解析 Jenkins 中此运行的数据：{{reason}}',
  'problem.sonarqubeNotConfigured':
    '门户无法读取此 SonarQube 服务器。请配置 sonarqube.baseUrl 和 sonarqube.apiKey，以便在此查看质量门禁',
  'problem.sonarqubeUnreadable': '无法读取 SonarQube：{{reason}}',
  'problem.sonarqubeTooLarge':
    'SonarQube 对 {{path}} 的响应超过 {{limit}}。请检查是否有代理代替 SonarQube 响应',
  'problem.sonarqubeUnexpectedStatus':
    '无法读取 SonarQube：它对 {{path}} 返回了 {{status}}',
  'problem.sonarqubeAnalysisIncomplete': 'SonarQube 未完成分析：{{answer}}',
  'problem.sonarqubeNewestAnalysis':
    'Jenkins 未提供此运行对应的分析，此处为最近一次分析',
  'problem.pipelineNotFound': '{{entityRef}} 没有流水线 {{id}}，它可能已被删除',
  'problem.runIdInvalid': '“{{id}}”不是有效的运行 ID',
  'problem.runWithoutTests': '运行 {{number}} 没有测试',
  'problem.artifactNotFound': '运行 {{number}} 没有制品 {{path}}',
  'problem.commitOrderUnread': '无法读取代码仓库，提交顺序根据运行和发布推断',
  'problem.repositoryUnknown':
    '代码仓库未知，提交顺序根据运行和发布推断。请设置注解 {{annotation}}',
  'problem.scmNotConfigured':
    '未配置 {{host}} 的代码仓库集成。请在 integrations 下添加（gitea、github 或 gitlab）',
  'problem.repositoryNotFound':
    '代码仓库 {{repository}} 不存在，或门户集成的凭据无权读取。请检查其地址，并为该凭据授予读取权限',
  'problem.repositoryForbidden':
    '门户集成的凭据无权读取 {{repository}}：{{status}}。请为其授予读取权限',
  'problem.commitsUnexpectedStatus':
    '无法读取提交：{{host}} 返回了状态码 {{status}}',
  'problem.commitsNotJson': '无法读取提交：{{host}} 返回的不是 JSON',
  'problem.commitsUnreachable': '无法从 {{host}} 读取提交：{{reason}}',
  'problem.commitsUnreadable': '无法读取提交，因为响应无效：{{reason}}',
  'problem.revisionNamesOtherCommit':
    '注解 org.opencontainers.image.revision 指向提交 {{second}}，而不是 {{first}}',
  'problem.digestNamesOtherCommit':
    '镜像摘要对应提交 {{second}}，而不是 {{first}}',
  'problem.tagNamesOtherCommit':
    '镜像标签指向提交 {{second}}，而不是 {{first}}',
};
