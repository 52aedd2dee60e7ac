/** Chinese for the texts of the software templates in `templates/`, by the English text. */
export const zh: Record<string, string> = {
  // Names and descriptions of templates
  'New service': '新建服务',
  'Create a service in Go, Node.js or Java with a Jenkins pipeline and deploy it to dev within minutes':
    '用 Go、Node.js 或 Java 新建服务，附带 Jenkins 流水线，几分钟内部署到 dev',
  'Add a database': '添加数据库',
  'Create a PostgreSQL, MySQL or Redis database for a service, with its credentials in a Secret':
    '为服务创建 PostgreSQL、MySQL 或 Redis 数据库，凭据存放在 Secret 中',
  'Add an environment': '添加环境',
  'Deploy a service created from the template "New service" to another environment or namespace. Creates the namespace if it does not exist':
    '将由模板“新建服务”创建的服务部署到另一个环境或命名空间。命名空间不存在时会自动创建',
  'Add a pipeline': '添加流水线',
  'Create the Jenkins job for a service and watch its first run':
    '为服务创建 Jenkins 任务，并查看其首次运行',
  'Onboard an existing repository': '接入已有代码仓库',
  'Add the missing catalog file and Kubernetes manifests to a repository with a pull request':
    '通过拉取请求为代码仓库补充缺少的目录文件和 Kubernetes 清单',
  'Add a running service to the catalog': '将运行中的服务加入软件目录',
  'Open a pull request that adds a catalog-info.yaml to the repository of a running service':
    '创建拉取请求，为运行中服务的代码仓库添加 catalog-info.yaml',

  // Pages of the forms
  Basics: '基本信息',
  Exposure: '访问方式',
  Deployment: '部署',
  Environments: '环境',
  Repository: '代码仓库',
  Preview: '预检',
  Service: '服务',
  Database: '数据库',
  Workload: '工作负载',
  'Service and version': '服务和版本',
  'Repository and workloads': '代码仓库和工作负载',

  // Fields
  Name: '名称',
  'Name of the repository, the workload and the catalog entity; lowercase letters, digits and hyphens':
    '代码仓库、工作负载和目录实体的名称；使用小写字母、数字和连字符',
  'Name of the workload and the catalog entity, usually the name of the repository; lowercase letters, digits and hyphens':
    '工作负载和目录实体的名称，通常与代码仓库同名；使用小写字母、数字和连字符',
  'Same as the discovered entity in the catalog':
    '与软件目录中自动发现的实体同名',
  'Use lowercase letters, digits and hyphens, at most 40 characters, starting with a letter':
    '请使用小写字母、数字和连字符，以字母开头，最多 40 个字符',
  Language: '语言',
  'Go – net/http': 'Go – net/http',
  'Node.js – TypeScript on Fastify': 'Node.js – TypeScript 与 Fastify',
  'Spring Boot – Java 17, Maven': 'Spring Boot – Java 17 与 Maven',
  Description: '描述',
  'Short description shown in the catalog': '显示在软件目录中的简短描述',
  Owner: '负责人',
  System: '系统',
  Access: '访问范围',
  'Internal – other services in its namespace':
    '内部 – 同一命名空间中的其他服务',
  'Public – everyone who can reach its host': '公开 – 所有能访问其主机的人',
  Host: '主机名',
  'Host name in production. Other environments add their name in front, such as dev.tides.harbour.example':
    '生产环境的主机名。其他环境在前面加上环境名，例如 dev.tides.harbour.example',
  'Only for public services. Defaults to the host in its manifests with the namespace in front':
    '仅用于公开的服务。默认为清单中的主机名，前面加上命名空间',
  'Enter a host name such as tides.harbour.example, in lowercase letters, digits, hyphens and dots':
    '请输入主机名，例如 tides.harbour.example；使用小写字母、数字、连字符和点',
  Path: '路径',
  'Prefix of its endpoints. Use / if the host is for this service only. By user group, the path is always /':
    '端点的前缀。如果主机名只供此服务使用，请填 /。按用户组发布时，路径总是 /',
  'Enter a path such as /tides': '请输入路径，例如 /tides',
  'Enter a path such as /var/cache/tides, in lowercase letters and digits; /tmp is reserved':
    '请输入路径，例如 /var/cache/tides；使用小写字母和数字，/tmp 已保留',
  'Route type': '路由类型',
  'By user group, an Istio VirtualService is used instead, which routes by user group':
    '按用户组发布时，改用按用户组路由的 Istio VirtualService',
  'HTTPRoute – Gateway API': 'HTTPRoute – Gateway API',
  'Ingress – ingress controller': 'Ingress – Ingress 控制器',
  'All settings': '全部设置',
  'Pod size, autoscaling, database, volumes and environment variables. By default 2 to 4 small pods, scaled on CPU at 70 %, without a database':
    'Pod 规格、自动扩缩容、数据库、卷和环境变量。默认运行 2 到 4 个小规格 Pod，CPU 使用率达到 70% 时扩容，不含数据库',
  Strategy: '策略',
  'Pod size': 'Pod 规格',
  'Small – 50m CPU, 64 Mi (Java 250m, 384 Mi)':
    '小 – 50m CPU，64 Mi（Java：250m，384 Mi）',
  'Medium – 250m CPU, 256 Mi (Java 500m, 768 Mi)':
    '中 – 250m CPU，256 Mi（Java：500m，768 Mi）',
  'Large – 1 CPU, 1 Gi (Java 1 CPU, 2 Gi)':
    '大 – 1 CPU，1 Gi（Java：1 CPU，2 Gi）',
  Custom: '自定义',
  'Minimum pods': 'Pod 数下限',
  'Maximum pods': 'Pod 数上限',
  'Pods are added when they use more than 70% of their CPU request':
    'Pod 使用的 CPU 超过请求的 70% 时扩容',
  'Scale on': '扩缩容依据',
  CPU: 'CPU',
  Memory: '内存',
  'Target utilisation (%)': '目标使用率（%）',
  'Average use of all pods, as a percentage of their request. The autoscaler adds pods above it and removes pods below it':
    '所有 Pod 的平均使用量占其请求的百分比。高于此值时扩容，低于此值时缩容',
  'CPU request (millicores)': 'CPU 请求（毫核）',
  'Guaranteed to each pod. There is no CPU limit':
    '保证分配给每个 Pod。不设 CPU 限制',
  'Memory (MiB)': '内存（MiB）',
  'Request and limit of each pod': '每个 Pod 的请求和限制',
  'Used by this service only. Sets the variables DATABASE_HOST, _PORT, _NAME, _USER (not for Redis) and _PASSWORD. The password is generated and stored in a Secret':
    '仅供此服务使用。会设置变量 DATABASE_HOST、_PORT、_NAME、_USER（Redis 除外）和 _PASSWORD。密码自动生成，存放在 Secret 中',
  'Each gets its own database immediately': '每个环境会立即获得自己的数据库',
  'The service reads DATABASE_HOST, _PORT, _NAME and _USER from the ConfigMap SERVICE-database, and DATABASE_PASSWORD from the Secret SERVICE-database, after a restart':
    '服务重启后，从 ConfigMap SERVICE-database 读取 DATABASE_HOST、_PORT、_NAME 和 _USER，从 Secret SERVICE-database 读取 DATABASE_PASSWORD',
  None: '无',
  'PostgreSQL 17': 'PostgreSQL 17',
  'MySQL 8.4': 'MySQL 8.4',
  'Redis 7.4': 'Redis 7.4',
  'Database size': '数据库规格',
  'Small – 100m CPU, 256 Mi (MySQL 512 Mi), 5 Gi disk':
    '小 – 100m CPU，256 Mi（MySQL：512 Mi），5 Gi 磁盘',
  'Medium – 500m CPU, 1 Gi, 10 Gi disk': '中 – 500m CPU，1 Gi，10 Gi 磁盘',
  'Large – 2 CPU, 4 Gi, 50 Gi disk': '大 – 2 CPU，4 Gi，50 Gi 磁盘',
  'Writable volumes': '可写卷',
  'The rest of the file system is read-only': '文件系统的其余部分为只读',
  'Size (GiB)': '大小（GiB）',
  Scope: '使用范围',
  'Per pod – deleted with the pod': '每个 Pod 一个 – 随 Pod 删除',
  'Shared by all pods – persistent': '所有 Pod 共享 – 持久保存',
  'Environment variables': '环境变量',
  'The same in every environment unless an overlay changes them. They are committed to Git, so do not enter passwords':
    '除非 overlay 另行修改，否则在所有环境中相同。它们会提交到 Git，请勿填写密码',
  'Uppercase letters, digits and underscores; PORT, MANAGEMENT_PORT and BASE_PATH are reserved':
    '使用大写字母、数字和下划线；PORT、MANAGEMENT_PORT 和 BASE_PATH 已保留',
  'Use uppercase letters, digits and underscores, starting with a letter; PORT, MANAGEMENT_PORT and BASE_PATH are reserved':
    '请使用大写字母、数字和下划线，以字母开头；PORT、MANAGEMENT_PORT 和 BASE_PATH 已保留',
  Value: '值',
  'Promotion order. The first deploys immediately; later ones need approval':
    '晋级顺序。第一个环境立即部署，其余的需要批准',
  "Deploys to each immediately. Missing namespaces are created with the portal's default quota and limits":
    '立即部署到每个环境。缺少的命名空间会按门户的默认配额和限制创建',
  'Generates an overlay for each environment. This template does not deploy anything':
    '为每个环境生成 overlay。此模板不做任何部署',
  Image: '镜像',
  'As in its manifests, without the tag. Defaults to registry.harbour.example/harbour/SERVICE':
    '与清单中相同，不含标签。默认为 registry.harbour.example/harbour/SERVICE',
  'Without the tag. Defaults to registry.harbour.example/harbour/NAME':
    '不含标签。默认为 registry.harbour.example/harbour/NAME',
  'Enter a registry and path, such as registry.example.com/team/service':
    '请输入镜像仓库和路径，例如 registry.example.com/team/service',
  Version: '版本',
  'Image tag that another environment already runs':
    '另一个环境已在运行的镜像标签',
  'Image tag of the first version to deploy': '首个要部署的版本的镜像标签',
  'URL of its page, such as `https://git.example.com/team/service`':
    '代码仓库页面的 URL，例如 `https://git.example.com/team/service`',
  'URL of its page, such as `https://git.example.com/team/service`. The default branch must have manifests in deploy/base':
    '代码仓库页面的 URL，例如 `https://git.example.com/team/service`。默认分支的 deploy/base 中必须有清单',
  'URL of its page, such as `https://git.example.com/team/service`. The default branch must have a Jenkinsfile':
    '代码仓库页面的 URL，例如 `https://git.example.com/team/service`。默认分支中必须有 Jenkinsfile',
  'URL of the repository with its manifests, such as `https://git.example.com/team/service`':
    '存放其清单的代码仓库的 URL，例如 `https://git.example.com/team/service`',
  'The annotation jenkins.io/job-full-name in its catalog file sets the name of the job':
    '其目录文件中的注解 jenkins.io/job-full-name 决定任务的名称',
  'Full name, such as folder/service': '完整名称，例如 folder/service',
  'Full name, such as folder/service. "Add a pipeline" creates the job later if it does not exist':
    '完整名称，例如 folder/service。如果任务不存在，之后可用“添加流水线”创建',
  'Used only if the repository has no manifests':
    '仅在代码仓库中没有清单时使用',
  Port: '端口',
  'Port that the container listens on. Defaults to the port that the Dockerfile exposes, or 8080':
    '容器监听的端口。默认为 Dockerfile 声明的端口，否则为 8080',
  'Health check path': '健康检查路径',
  'HTTP path for the probes. Defaults to a TCP probe of the port':
    '探针的 HTTP 路径。默认对端口做 TCP 探测',
  'Kubernetes ID': 'Kubernetes ID',
  'Value of the label backstage.io/kubernetes-id on its workloads':
    '其工作负载上标签 backstage.io/kubernetes-id 的值',
  'Label selector': '标签选择算符',
  'Only for workloads without that label. The portal cannot act on workloads selected this way':
    '仅用于没有该标签的工作负载。门户无法对以此方式选中的工作负载执行操作',
  'Jenkins job': 'Jenkins 任务',

  // Steps
  'Create database': '创建数据库',
  'Create databases': '创建数据库',
  'Create missing namespaces': '创建缺少的命名空间',
  'Create pipeline and watch first run': '创建流水线并查看首次运行',
  'Create repository': '创建代码仓库',
  Deploy: '部署',
  'Dry run against each cluster': '在各集群中试运行',
  'Generate catalog file': '生成目录文件',
  'Generate catalog file if missing': '缺少时生成目录文件',
  'Generate database manifests': '生成数据库的清单',
  'Generate environment overlays': '生成各环境的 overlay',
  'Generate manifests': '生成清单',
  'Generate manifests and pipeline': '生成清单和流水线',
  'Generate manifests if missing': '缺少时生成清单',
  'Generate source code': '生成源代码',
  'Inspect repository': '检查代码仓库',
  'Open a pull request': '创建拉取请求',
  'Read catalog entity': '读取目录实体',
  'Read existing manifests': '读取已有清单',
  'Read manifests': '读取清单',
  'Register in catalog': '注册到软件目录',
  'Wait for catalog entity': '等待目录实体',
  'Wait for repository': '等待代码仓库',
  'Wait for rollout': '等待发布完成',
};
