"""Project names: where one begins and ends in a list, and what is only a kind of thing.

A name needs a head that says something is built (大桥, 产业园, 迁建 …) or stands in a list that ends in 等…项目;
and it needs characters of its own: 「安张衡铁路」 names a project, 「农村公路」 does not.
"""

import re
from collections.abc import Callable

from kg.extract.reading import Piece, split

# What a project's name ends in: a thing that is built, or the work on one.
_BUILT = """
项目 工程 基地 产业园 工业园 科技园 物流园 示范园 创业园 公园 乐园 植物园 动物园 园区 园 公路 高速 铁路 高铁 城际 专线 快线 轻轨 地铁 轨道
有轨电车 环线 支线 复线 干线 联线 国线 省线 号线 示范线 生产线 产线 航线 专用线 沿线 线 大桥 特大桥 桥 立交 互通 隧道 通道 大道 路 街 机场
航站楼 跑道 站坪 港 港区 码头 泊位 航道 船闸 运河 水库 电站 水电站 电场 光伏 风电 储能 电厂 热电 机组 变电站 换流站 输变电 灌区 枢纽 引水 调水 水厂
处理厂 厂 工厂 车间 医院 院区 校区 学校 中学 小学 幼儿园 大学 学院 高专 初中 高中 一中 体校 中心 体育场 场馆 馆 剧院 影城 广场 综合体 大厦 大楼
新城 科学城 科技城 古城 小镇 片区 新区 组团 街区 管廊 管道 客运站 火车站 高铁站 车站 东站 西站 南站 北站 站房 站 货场 云仓 市场 酒店 度假区 景区 堤防
大堤 闸 泵站 大坝 段 一期 二期 三期 四期 五期 六期 七期 首期 实验室 研究院 总部 煤矿 铁矿 铜矿 金矿 锂矿 磷矿 矿井 气田 油田 环路 二环 三环 外环 高架 绿道 步道 廊道 绿地 特高压 直流 智谷 创谷 云谷 光谷 药谷 硅谷
高炉 营地 用房 场地 场所 牧场 滑雪场 运动场 球场 停车场 训练场 隔离场 庄园 书院 养老院 敬老院 福利院 博物院 病区 教学楼 楼 油库 储气库 粮库 冷库 防波堤 海堤 锚地 矿山 产业城 数据港 旧址 旧居 故居 使馆区 办公区 望远镜 光源 加速器 反应堆 核电 光热 制氢 管线 尾矿库 隧洞 渡槽 干渠 水系 连通 林场 农场 养殖场 屠宰场
天桥 索道 栈道 驿站 农庄 山庄 党校 分校 附中 附小 技校 职校 法庭 遗址 石窟 交易所 研究所 粮仓 书店 影院 展厅 舞台 赛道 平台 系统 首开段 首开区 起步区 云巴 综合楼 住院楼 门诊楼 大舞台 服务区 作业区 合作区 南区 北区 东区 西区 公园带 陆港 会客厅 城 船坞 盐穴 装置 电缆 校园 新馆 新院 新校 厂房 塔 天路 文化宫 少年宫 口岸 中心库 资源库 种质库 样本库 南路 北路 东路 西路 中路
"""
_WORKS = """
迁建 改扩建 扩建 改建 重建 续建 扩容 扩能 增容 延伸 延长 东延 西延 南延 北延 延线 改造 搬迁 外迁 修缮 整修 开发 复航 技改 提质 除险加固 整治
治理 修复 拓宽 改线 电气化 双线 增建 东扩 西扩 南扩 北扩 下穿 棚改 扩区
"""
_HEADS: dict[str, tuple[str, ...]] = {}  # by their last character
for _head in sorted({*_BUILT.split(), *_WORKS.split()}):
    _HEADS[_head[-1]] = (*_HEADS.get(_head[-1], ()), _head)
_QUOTED_HEAD = ("公路”", "大道”", "大桥”", "园”", "馆”", "广场”", "谷”")
# Works that campaigns are named by too: they need the place they are done on.
_LOOSE_WORK = re.compile(r"(?:整治|治理|提质|修复|开发|改造|提升)\Z")
# What a 工程 must hold to be more than a campaign.
_PHYSICAL = re.compile(
    r"[水路桥港管电厂矿库堤坝站房校院馆林草渠线网气热航井岛湾渔船]|河(?![南北])|(?<![浙黑])江(?![西苏])|湖(?![南北湘])|(?<!上)海(?!南)|农田|灌区|隧道|枢纽|通道|扩建|增容|修缮|机场|公园|园区|产业园|机组|迁建|排涝|防洪|立交|生态|中心|二期|一期|广场|学|区块|装置|算力|遗址|文物|古"
)
_SITE = re.compile(
    r"[河江湖海湾港溪库渠堤岸岛桥路街厂矿山井站场]|片区|公园|博物馆|图书馆|体育馆|铁路|高速|旧居|故居|老城|古城|新城|校区|医院|学校|管网|电网|机场|广场|大厦|市场|景区|湿地|流域"
)

# Undertakings without bounds: campaigns, plans, services, rules, regions; and groups.
_NO_PROJECT = re.compile(
    r"(?:行动|计划|规划|方案|攻坚战|保卫战|战役|改革|机制|制度|体系|政策|条例|办法|活动|试点|战略|模式|品牌|产业|产业链|企业|集群|"
    r"服务|能力|水平|工作|任务|问题|整改|标准|指标|贷款|债券|资金|基金|教育|就业|安全|监管|执法|创建|普查|登记|协议|法治|论坛|大会|编制|立法|"
    r"旅游|文化|经济|农业|贸易|合作|招商|人才|队伍|力度|进度|步伐|建设年|现代化|城镇化|数字化|智能化|信息化|环境|生态|风险|[底红战防主热视路阵一在]线|生命线|[阶手时转波]段|(?<![至—].)(?<![至—]..)(?<![至—]...)路段|短板|[学职].{0,2}中|中心城市|中心城区|地区|城区|灾区|山区|[园社小街校院库]区(?<!园区)(?<!校区)(?<!院区)(?<!街区)(?<!库区)|"
    r"示范区|先行区|联动创新区|试验区|先导区|经济区|经济带|都市圈|城市群|示范带|走廊|名城|强市|强县|强省|联动|保护|资源|功能|业务|场景|技术|标杆|特区|自贸区)\Z"
    r"|(?:行动|民生|惠民|惠企|提能|强基|强县|强链|倍增|培育|振兴|攻坚|人才|民心|素质|温暖|安居|暖心|育才|名师|满意|阳光|希望|亮化|能力提升|"
    r"质量提升|素质提升|服务提升|效能提升|形象提升|引领|增效|突破|跃升|创新|战略|系统|改革|固稳|[0-9一二三四五六七八九十]大|[0-9一二三四五六七八九十]项|生命防护|千万|保障|"
    r"示范创建|进步|文明|覆盖|品牌|安防|体系|计划|增长|集聚|倍增|就业|教育|健康|富民|双百|扶贫|安全)工程\Z"
    r"|[”》]工程\Z|创作工程\Z|^(?:平安|法治|数字|健康|幸福|文明|清廉|智慧|诚信|活力|绿色|生态)[一-鿿]{2}[市省县]?\Z|[县村组户]通|^沿[江海黄河湖](?:生态)?(?:廊道|走廊|[^、]{0,3}带)\Z|数据互通|互联互通\Z|之路\Z|[1-5]A级(?:旅游)?景区\Z|(?:香港|澳门)\Z|领馆\Z|领事馆\Z|链延伸\Z|指定口岸\Z|(?:新|关键|产业|经济)赛道\Z|(?:国债|债券|专项债)项目\Z|^(?:自治区|[省市县区])“[^”]*”\Z|^[“《][^”》]*[”》]\Z|(?:强基|攻关|还林|还草|薄养|培优|提能|振兴|赋能|下乡|惠民)\Z|攻坚|三年行动|五年行动"
)
# Campaigns too, but for works at a place of their own: 「漳河防洪提升工程」.
_UPGRADE = re.compile(r"(?:提质|提升|升级)工程\Z")
# Lines that carry power, gas or water from one region to another are named by that: 宁电入湘, 引江济淮.
_TRANSFER = re.compile(
    r"“?(?:[一-鿿][电气水煤][入送济][一-鿿]|引[一-鿿]{0,2}[江河湖水黄汉淮滦洮][入济补][一-鿿]{1,2}|[东西南北][电气水煤][东西南北][送输调运])"
    r"”?(?:工程|[一二三四]期)*\Z"
)
# An institution that the state places here is one of its kind: 国家区域医疗中心.
_NATIONAL = re.compile(
    r"国家(?![级重战中]|(?:技术|产业|制造业|科技)?创新中心|(?:综合性)?科学中心)[^、的]{2,12}(?:中心|实验室)(?:项目|[一二三]期)?\Z"
)
_NEW_TOWN = re.compile(r"(?:[东西南北]部[一-鿿]{0,2}|高铁|空港|临空|临港|滨[江湖海河])新[区城]\Z")
_RIVER = re.compile(r"(?!中小|骨干|流域|支|干|[^河]*?(?:黑臭|入))[一-鿿]{2,5}[河江湖溪]\Z")
# Words that no name of a project holds: they show that the stretch is a clause or a group.
_CLAUSE = re.compile(
    r"[，；。：！？]|增长|同比|突破|达到|位居|居全|占比|问题|力度|一批|各类|一系列|举办|解决|减少|妨碍|若干|多个|其他|所有|我们|不断|进一步|实现|推动|加快|推进(?!中心)|落实|完成|"
    r"坚持|强化|深化|完善|加强|提升至|提高到|累计|持续|积极|大力|全力|力争|确保|争取|围绕|聚焦|通过|为了|做[大优强深实细好]|升格|晋升|划转|[0-9万]人(?!民)|争创|创建|创成|构建|设立|成立|形成|探索|培育|申报|申创|之城\Z|书香|美丽|实事(?!求是)|试点项目|升级版|建设(?!项目|工程|[一二三]期|区(?!域)|路|大道|银行|兵团|局)(?=.{3})|[0-9]+[余多]?[个项][^、]{0,8}(?:项目|工程)\Z|^共|发展(?![0-9.]+万?吨|大厦|中心|促进中心|区|园|集团)|打造|承接|参与|"
    r"带动|组织|开展|年度任务|率\Z|^[0-9.]+%?\Z|^新一轮|[0-9一二三四五六七八九十]大(?![桥道厦])[^、]*(?:项目|基地|工程|园区?)|[0-9]+[余多]?[条座个所][一-鿿]{2,4}\Z|覆盖|(?:行动|计划)和|用好|管好|高质量|需要|引导|助力|促进(?!中心)|鼓励|支持|充分|深入|扎实|有效|提供|符合|制定|使(?!馆)|[了着把被让]|关于|全面|融入|更多|成为|获批|纳入|列入|入选|(?<![流取走定双指])向(?![阳家日])|后[将续]|^(?:[在对把由以]|从(?![化江]))|以及|"
    r"(?:^|(?<=新建)|(?<=改造))[0-9.一二三四五六七八九十百千万两几数]+[余多]?(?:个|座|所|条|处|家|公里|套|户|名|项|亩|平方米|人(?!民)|批|台|辆|件|次|起|宗|只|栋|场|款|种)"
    r"(?!工程|[路线桥港河江子])|[0-9]+[余多]?(?:个|座|所|条|处|家|公里|套|户|名|项|批)\Z|"
    r"[0-9.]+[万亿]?[余多]?(?:亩|平方米|平方公里|公里|米|套|户|个|座|台|张|人次?|次|件|株|头|吨|元|场|千瓦|GWh|标箱|吨/天)(?:以上|左右|以内)?\Z"
)
# Kinds, materials and directions: a name made of nothing else is no name.
_KINDS = """
重大 重点 项目 工程 建设 产业 园区 工业 农业 农村 城市 城乡 城区 城镇 乡镇 乡村 县域 县城 市区 中心城区 主城区 老城区 市政 基础设施 设施 公共 服务
平台 系统 体系 网络 管网 道路 公路 铁路 高速 机场 港口 码头 航道 水库 水利 电站 电网 供水 排水 污水 垃圾 处理 处理厂 污水处理厂 水厂 自来水 雨污
分流 生活 医院 学校 中学 小学 中小学 幼儿园 义务教育 寄宿制 标准化 规范化 高中 初中 高等 普通 职业 高校 大学 学院 公办 民办 教育 医疗 卫生 养老
托育 文化 体育 旅游 中心 场馆 博物馆 图书馆 科技馆 公园 口袋 绿道 广场 街区 小区 老旧 社区 片区 新区 棚户区 城中村 危房 住房 保障性 租赁
公租房 安居 安置 改造 更新 提升 提质 升级 扩建 新建 改建 改扩建 迁建 整治 治理 综合 综合性 修复 生态 环境 保护 污染 大气 土壤 水体 黑臭 流域 河道
湿地 矿山 绿色 低碳 节能 减排 环保 清洁 能源 新能源 光伏 风电 储能 充电桩 充电 停车场 停车 立体 智能 智慧 数字 数字化 信息 信息化 大数据 基站
互联网 物联网 工业互联网 算力 数据 技术 科技 创新 研发 实验室 研究院 孵化器 孵化 创业 人才 高新技术 高新 制造 制造业 先进 加工 农产品 精深 食品 冷链
物流 仓储 电商 电子商务 商贸 市场 农贸 批发 商业 综合体 特色 小镇 示范 示范园 示范区 基地 产业园 工业园 标准 厂房 高标准 农田 国家 国家级 省级 市级
自治区级 全国 全省 全市 全区 全县 区域 地区 重要 关键 核心 主要 首批 现代 现代化 一体化 新型 优质 优势 传统 品牌 大桥 隧道 通道 枢纽 交通 立体交通
综合交通 轨道 轨道交通 快速 干线 国道 省道 县道 国省道 国省干线 普通国省道 支线 通用 航空 危桥 窄路 安防 生命 防护 农网 配电网 变电站 输变电 输电
特高压 天然气 管道 管线 燃气 供热 供气 热力 地下 管廊 综合管廊 堤防 防洪 排涝 内涝 抗旱 灌区 灌溉 除险 加固 病险 小型 中型 大型 中小型 水系 连通
饮水 饮用水 水源 水源地 水网 高效 节水 应急 消防 救灾 避难 场所 殡葬 公墓 公益性 互通 出入口 连接线 连接 立交 断头路 主干道 主次干道 背街小巷 街巷
慢行 电梯 加装 公厕 厕所 垃圾处理 焚烧 发电 填埋 固废 危废 循环 利用 资源化 资源 综合利用 政务 政务服务 监测 预警 监控 视频 雪亮 指挥 调度 管理
运行 运营 开发 历史 遗址 文物 非遗 遗产 传承 特殊 教师 学位 校舍 校园 实训 产教融合 企业 总部 经济 金融 外贸 口岸 保税 综合保税区 开放 贸易 跨境
会展 会议 酒店 景区 度假区 康养 健康 中医药 中医 疾控 疾病 预防 控制 公共卫生 妇幼 妇女 儿童 老年 老年人 残疾人 青少年 活动 群众 职工 钢铁 有色
化工 石化 煤炭 煤矿 电力 水电 火电 核电 抽水蓄能 氢能 锂电 电池 材料 新材料 装备 汽车 医药 生物 生物医药 纺织 服装 电子 机械 家居 建材 陶瓷 粮食
粮油 仓库 种业 种植 养殖 畜牧 屠宰 林业 油茶 茶叶 果蔬 蔬菜 水果 水产 渔业 渔港 海洋 设施农业 大棚 田园 美丽 宜居 和美 村庄 一批 部分 相关 配套
专业 专业化 集中 集聚 集群 合作 交流 对接 融合 融合发展 发展 战略 规划 试验区 试点 先导区 功能区 功能 空间 资产 资本 投资 引进 招商 政府 社会 民生
实事 领域 方面 内外 畅通 前期 后续 续建 在建 收尾 主体 标志性 引领性 支撑性 战略性 牵引性 高端 中高端 精细 精品 精致 百亿 千亿 亿元 百亿级 千亿级
亿级 双碳 大通道 通讯 通信 人居 互联互通 关闭 行政村 居民 自然村 专项 先行区 生态文明 历史文化 整修 挖掘 人文 配套设施 农户 先行 淘汰 落后 产能 秸秆
面源 基础 弱电 杆线 光纤 宽带 千兆 新基建 算力中心 数据中心 超算 智算 停车位 泊位 农房 屋顶 分布式 集中式 农贸市场 商圈 步行街 夜间 消费 集聚区 承载
载体 楼宇 闲置 低效 用地 厂区 车间 生产线 产线 智能化 技术改造 设备 仪器 更新改造 零碳 产品 仓容 储备 储备库 粮库 中央厨房 预制菜 直播 海外仓 集散
集散中心 分拨 配送 快递 寄递 末端 客货邮 公交 站点 场站 有轨电车 市域 铁路枢纽 专用线 支专线 站房 航空枢纽 临空 临港 空港 港航 内河 航运 锚地 海岸
海堤 海绵 河湖 湖泊 水环境 水生态 水土流失 水土保持 小流域 石漠化 荒漠化 国土 绿化 造林 防沙治沙 三北 林草 草原 森林 自然保护地 多样性 国家公园 郊野
地质 灾害 隐患 尾矿库 尾矿 采空区 塌陷区 危化品 物资 避险 安全 平安 治安 法庭 司法 行政 审批 便民 党群 文明 实践 体验 宣传 融媒体 影视 演艺 剧场
剧院 书店 书屋 书房 阅读 健身 步道 足球场 运动 全民 体育公园 运动场 游泳馆 冰雪 露营 民宿 旅居 避暑 红色 全域 研学 农文旅 文旅 日间 照料 敬老院
福利院 福利 养护 托幼 普惠 学前 幼儿 职教 职教园 技工 技师 公共实训 高技能 院士 博士后 工作站 公寓 保租房 回迁 拆迁 征收 房屋 房地产 楼盘 物业
农村公路 通村 产业路 四好 农村路 村道 扩容 改线 提档 提标 管护 水毁 中小 河流 骨干 大中型 蓄滞洪区 圩区 泵站 水闸 渠系 渠道 引调水 调蓄 规模化 村级
农饮 村镇 中心镇 集镇 圩镇 小城镇 城市群 都市圈 大都市 主城 新城 老城 旧城 古城 街道 组团 老工业 城郊 近郊 边境 互市 抵边 移民 易地 扶贫 搬迁
安置点 安置区 扶持 东西部 协作 对口 飞地 开发区 高新区 经开区 产业带 产业链 上下游 头部 链主 龙头 上市 专精特新 规上 外资 外商 央企 国企 民企 民营
世界 多式联运 联运 国际 国内 西部 东部 中部 陆海 集成电路 芯片 半导体 新型显示 显示 软件 人工智能 机器人 低空 航空航天 卫星 北斗 无人机 动力电池 绿电
绿氢 制氢 加氢 加氢站 换电站 充换电 输配电 主网 网架 煤电 热电联产 调峰 生物质 地热 页岩气 油气 储气 储运 石油 煤制 造纸 包装 印刷 五金 皮革 农机
农资 化肥 饲料 种子 种质 育种 制种 生猪 肉牛 奶牛 肉羊 家禽 牧场 休闲 观光 采摘 示范村 示范带 示范点 样板 高地 标杆 引擎 增长极 支点 门户 窗口
桥头堡 城际 干支 支流 干流 沿线 沿江 沿海 沿河 两岸 江河 岸线 堤岸 三线 两翼 一级 二级 三级 四级 等级 高等级 级配 院校 院区 教学 教学楼 宿舍 食堂
学生 师生 门诊 住院 病房 床位 重症 传染病 精神 急救 血站 药品 医联体 区县 市县 县乡 镇村 乡村公路 城乡一体化 客运 货运 客货 停车楼 换乘 汽车站
火车站 高铁 地铁 城轨 公铁 水铁 铁水 江海 河海 通航 航线 航班 港区 作业区 后方 陆域 疏港 集疏运 进港 军民融合 堵点 民族 团结 生产 科学 质量 振兴
全面 转型 能力 人民 机构 基层 优化 监管 成果 拓展 供给 惠民 规模 时代 支撑 联动 产权 土地 系列 应用 救助 国防 协同 交易 转化 出口 推广 投入 防控
融资 防治 知识 知识产权 保险 耕地 要素 品质 气象 人口 执法 违法 分类 共建 共享 家庭 对外 试验 转移 供应 技能 商品 一流 培训 青年 救援 运输 大宗
科研 整体 流通 展示 设计 强国 韧性 延伸 办学 艺术 商务 公立 科创 供应链 检验 检测 疫情 进口 经贸 县级 首开区 起步区 调区 扩区 工厂 未达标 瓶颈路 棚改 双创 海域 露天 待批 深远海 海上 虚拟 电厂 积水 沿岸 邮轮 海港 空港 逾期 基金 传播 有机 链条 免费 阳光 普及 适老化 周边 文艺
家园 牵引 零部件 医学 班列 中欧班列 薄弱 景观 临床 排污口 碳汇 创意 校区 废弃 风貌 高职 流转 回收 航天 境外 再生 集装箱 通关 前沿 领先 办公 复合
购物 音乐 科教 药材 自建房 矿产 入河 遗留 医养 人力 计算 科普 防灾 减灾 防火 林区 家政 美食 老化 志愿者 驿站 邻里 生态系统 腾退 沟道 山洪 财源
全球 未来 共性 山地 保健 救治 优抚 动员 数智 赋能 卓越 道德 公民 壮大 标志 强网 补链 国际交往 交往 再保险 技改 强链 延链 高品质 城市记忆 记忆 秩序
群体 防护林 商用 保供 康复 护理 客厅 会客厅 展厅 展览 陈列 候鸟 无害化 抽蓄 中西部 关联 线路 服务业 客流 综治 网格 灾后 恢复 重建 诊疗 边界 次中心
学科 交叉 研究 帮扶 本科 层次 师资 培养 代表性 传承人 记录 区域性 为农 防涝 就业 中试 幸福 清理 区划 行业 排查 停工 复工 建筑 一般 直角 防波堤
灾区 居民 基本 近岸 山水林田湖 复产 入海 排污 创制 艺术品 跨国 烂尾楼 省域副中心 副中心 新兴 高水平 民间 嵌入式 无障碍 固体 中职 公司 降碳 海外 股权 能级 高能级 居家 路网 溯源 热线 送出 维修 媒体 时尚 市民 户厕 二手车 取暖 招投标 调解 事故 候选 疏解
招商引资 围堰 闸坝 多层 河堤 护岸 险工 险段 易涝点
风险 政策 改革 保障 指导 固定 人员 空气 结构 债务 地方 条件 意识 农民 农民工 中华 处置 事项 达标 评价 信用 举措 存量 增量 共同体 配置 机关 燃煤
废物 废旧 非物质 物质 紧密型 排放 超低 态势 革命 关爱 国债 收集 化学 化学品 金属 重金属 专科 专病 走廊 灵活 登记 注册 植物 动物 收费 地表 定期
业务 惠企 百姓 满意 工匠 电动 终端 超级 公用 公安 天然 天然林 铸牢 民兵 军事 剩余 家电 碧水 绿水青山 小微 新生儿 审查 部门 直达 清零 节点 理财
资管 联合 自然 实验 主题 游客 文创 文体 留守 困境 良种 繁育 文物 危旧 受损 地震 火灾 户外 环节 改善 环线 吨级 万吨级 湖田 山水林田湖草沙 水源涵养
生物多样性 多样化 器械 元器件 零工 招聘 测试 验证 概念验证 飞行 高清 超高清 沉浸式 海关 监管 作物 高性能 功能性 重卡 电机 电气 机组 装置 器件 黄金
珠宝 温泉 研学 电影 文学 残疾 科普 民俗 附属 三甲 省域 计量 训练 足球 羽毛球 网联 智造 智改数转 无人 自动 自动化 新一代 万头 千万 百万 双百 标杆
引领 灯塔 旗舰 农牧 农牧业 牧业 指定 场地 场所 进境 免税 离岸 出海 冶炼 燃料 原料 底盘 整机 负荷 光伏光储 照明 导航 空天 太阳能 区块链 元宇宙
"""
_GENERIC = re.compile("|".join(sorted(set(_KINDS.split()), key=lambda w: (-len(w), w))))
_CALLED = re.compile(r"(?:\A|[、市县区])([一-鿿]{2,3})(?:水库|特?大桥|隧道|铁路|高铁|高速(?:公路)?|机场|互通|航道)")
_PART = re.compile(r"[一-鿿A-Za-z0-9]+")
_COMMON = re.compile(
    r"[省市县区镇乡村州和及与的等线段站路桥矿房厂馆新老旧大一二三四五六七八九十期东西南北中外内道街园城港场库电网水气热院校楼所点带圈轴双两多小高型级性化式"
    r"类业制年云山河江湖海湾岸坝闸厅院0-9]+"
)
_WATERS = re.compile(r"(?!大江)[一-鿿]+[河湖山湾岛江]")
_PLACE = re.compile(
    r"[城江河湖海山][东南西北]|[东南西北中][港湖海山江湾岛门川关]|[山广][东西]|[河湖云][南北]|江西|海南"
)
# An institution of the place itself is definite without a name of its own: 市图书馆, 县人民医院.
_INSTITUTION = re.compile(
    r"(?:省(?![级市])|市(?![政场民级区域县属辖])|县(?![域级城乡区])|州(?!县)|盟)[^的、，0-9]{1,14}"
    r"(?:馆|院|校|楼|院区|校区|中心|中|中学|小学|站|厂|场|园|基地|高专|项目|工程)(?:[一二三]期|新馆|新院区?)?\Z"
)
# A school by its number: 铁一中, 市七中迁建.
_NUMBERED = re.compile(
    r"[^、，]{1,6}(?:[一二三四五六七八九十]+|附)[中小](?:[^、，]{0,6}(?:部|校区|迁建|改?扩?建|搬迁|改造))?\Z"
)
_DISTRICT = re.compile(
    r"[^、，]{1,4}(?:[县市旗镇乡州]|(?<![新片景园港小校院厂税开城社务业作假心范验馆公展居养生活河])区)\Z"
)
_PHASE_ALONE = re.compile(r"(?:[一二三四五六]期|后续|首开区|起步区)(?:项目|工程)?\Z")
_RANKED = re.compile(r"(?:国家|省|市|县|自治区|区域)级|全国")
_HALL = re.compile(r"[^、，]{1,10}(?:馆|中心|剧院|剧场|医院|学院|广场|公园|大厦|体育场)\Z")

_CATCHWORD = re.compile(r"“[^“”]*(?:[馆厅院园桥站厂库]|中心|中枢|快线|专线|铁路|公路)”")
# What needs no name of its own: a road or line by its number or ends, a substation by its voltage, a phase by its number.
_NUMBERED_WORK = re.compile(
    r"(?:[GSX]|[国省县]道)\d{1,4}[一-鿿].*|\d+千伏[^、，]{1,6}(?:变|线)|[^、，]{2,}(?:(?:厂|站|园|路|桥|工程|项目|发电|中心|利用|机场|校区|医院)[一二三四五六]期|（[一二三四五六]期）)(?:工程|项目)?|[GSX]\d{1,4}（[^）]*[段期]）"
)
_PLANT = re.compile(r"(?:平台|系统|门户|书房|装置|产线|工程)(?:[一二三四]期)?\Z")
_FACILITY = re.compile(r"(?!.*现代)[^、]{2,}(?:博物馆|图书馆|科技馆|体育馆|产业园|医院|会展中心)\Z")
_BUILDING = re.compile(
    r"(?:馆|会客厅|中心|基地|广场|医院|学院|实验室|码头|公园|大桥|机场|剧院|电站|厂|大学|园|枢纽|航道|车站)\Z"
)
_MANY = re.compile(r"乡镇|农村|村级|镇级|县级|县域|社区|各|小区|校园|基层|口袋|一流|街道|幼儿园|中小学|\d{2,}")

# A word in quotes before 项目 is that of a programme, but for a place or owner before it: 「“两重”项目」.
_QUOTED_PROJECT, _QUOTED = re.compile(r"”[一-鿿]{0,4}项目\Z"), re.compile(r"“[^“”]*”")
_SOFT = re.compile(r"[^“”]{3,}(?:产业|产业链|技术|体系|试点|旅游|保护|平台)\Z")
_FRONT = re.compile(
    r"（[改扩迁重新、]+建）|和(?:扩建|改建|改造(?!提升)|改造提升|提质改造)|的|了|其中|[一二三四五]是|我[市省区县州]|全[市省区州]|目前|同时|此外|并|以及|与|及|包括|如|特别是|尤其是|以|将(?!军)|今年|去年|年内|当年|全年|重点|标志性|大型|"
    r"(?:全国|全省|全市|全区|全球|国内|世界|国际|亚洲|我[国市省区]|[一-鿿]?[省州市疆]|[一-鿿]{2,4}[省州市]|中国|西南|西北|西部|中部|东北|华南|华东|华北|广西|[一-鿿]{2,3}省（区[、市]*）)?地?区?"
    r"(?:首[个座条家批台支例所]|第一[个座条所家]|唯一|最[大长高]|规模最大)(?:一体化)?的?|"
    r"(?:总投资|投资)(?:约|超|达)?[0-9.]+[万亿]?美?元的?|[0-9.]+亿元的?"
)
_BACK = re.compile(r"(?:的|(?:规划)?建设|(?<=.{4})\d+条(?:高速)?公路)\Z")
_JOINT = re.compile(
    r"以及|(?<![共融祥人仁太兴永呼颐保泰嘉义中谐讲])和(?![平谐田县达睦美顺静硕政龙布林兴])|(?<![涉埃普危以])及(?![其时])|与(?!其)"
)
_JUNCTION = re.compile(r"[与和][^与和]{2,12}(?:互通|立交|连接线|联络线|交叉口)")
_MEASURE = re.compile(r"[0-9.]+[万亿]?(?:吨|千伏|kV|KV|千瓦|兆瓦|MW|GW|kW|立方米|平方米|公里|亩|床|辆|台|套|件|万)")

_NUMBER_OF = re.compile(r"\d+[号#期]")
# What a plant is to make, with its maker before: 「甲子3万吨竹制品」.
_CAPACITY = re.compile(r"(?<=[一-鿿]{2})[0-9.]+[万亿]?(?:吨|千瓦|兆瓦|MW|GW|套|台|辆|件)[^0-9]{2,}\Z")


def any_of(words: str) -> re.Pattern[str]:
    """Compile words, parted by blanks, that may begin with a set: 「[新扩]建」.

    Sets in front are written out: a search is fast where every branch begins with a character.
    """
    branches: list[str] = []
    for word in words.split():
        firsts, rest = word[1:].split("]", 1) if word[0] == "[" else (word[0], word[1:])
        branches += [first + rest for first in firsts]
    return re.compile("|".join(branches))


def has_head(text: str, start: int = 0, end: int | None = None) -> bool:
    """Whether a stretch ends in what is built or in the work on it, brackets behind it apart."""
    end = len(text) if end is None else end
    if text.endswith("）", start, end) and (opening := text.rfind("（", start, end)) > start:
        end = opening
    if start >= end:
        return False
    last = text[end - 1]
    return text.endswith(_QUOTED_HEAD if last == "”" else _HEADS.get(last, ()), start, end)


def items(text: str, start: int, end: int, *, ends: Callable[[int, int], bool]) -> list[Piece]:
    """Cut a list into its members at 、 and at 和、及、与 where what stands before could end a name, or ``ends`` says so."""
    found: list[Piece] = []
    whole = text[start:end]
    parts = list(split(text, "、", start, end)) if "、" in whole else [(start, end)]
    joined = "和" in whole or "与" in whole or "及" in whole
    for index, (first, last) in enumerate(parts):
        if index and text[first - 2].isdigit() and _NUMBER_OF.match(text, first, last) and found[-1][1] == first - 1:
            first = found.pop()[0]  # 「1、2号泊位」
        while (joint_of_quotes := text.find("”“", first, last)) >= 0:
            found.append((first, joint_of_quotes + 1))
            first = joint_of_quotes + 1
        for joint in _JOINT.finditer(text, first + 2, last - 1) if joined else ():
            inside = any(
                text.count(o, first, joint.start()) > text.count(c, first, joint.start()) for o, c in ("（）", "“”")
            )
            stop = joint.start()
            if text.endswith("建设", first, stop) and not ends(joint.end(), last):
                stop -= 2
            # 「G99高速与东二环互通」 is one junction, named by what it joins.
            inside |= joint[0] in ("与", "和") and bool(_JUNCTION.search(text, stop, last))
            if not inside and (has_head(text, first, stop) or ends(first, joint.start())):
                found.append((first, joint.start()))
                first = joint.end()
        found.append((first, last))
    return found


def parted(text: str, start: int, end: int) -> tuple[Piece, ...]:
    """Cut the last member of a list 「A、B和C等项目」 at its 和, whatever stands before it."""
    joints = [j for j in _JOINT.finditer(text, start + 2, end - 1) if end - j.end() >= 2]
    return ((start, joints[-1].start()), (joints[-1].end(), end)) if joints else ((start, end),)


def trim(text: str, start: int, end: int) -> Piece:
    """Leave out what stands around a name: counts of firsts, sums of money, 的-clauses, 建设 behind it."""
    while start < end and text[start] in "—-·，、。；：":
        start += 1
    while (front := _FRONT.match(text, start, end)) and end - front.end() >= 2:
        start = front.end()
    if (back := _BACK.search(text, start, end)) and back.start() - start >= 2:
        end = back.start()
    attribute = text.rfind("的", start, end)
    if attribute > start and end - attribute > 2:
        start = attribute + 1
    return start, end


def has_site(name: str) -> bool:
    """Whether a name of some 工程 holds what it is built at or of, and so names more than a campaign."""
    return bool(_PHYSICAL.search(name))


def is_phase(name: str) -> bool:
    """Whether a name is only a phase of the project named before it."""
    return bool(_PHASE_ALONE.match(name))


def is_district(name: str) -> bool:
    """Whether a member of a list names only a division: 「衡南县、衡东县特殊学校」."""
    return bool(_DISTRICT.fullmatch(name))


def is_hall(name: str) -> bool:
    """Whether a name is a single building that the place needs no name for, once others beside it have one."""
    return bool(_HALL.fullmatch(name)) and not _CLAUSE.search(name) and not _RANKED.match(name)


def own(name: str) -> int:
    """Count the characters of a name that are not words for kinds of things.

    A single character such as 东 or 新 counts where it stands beside one of the name's own (衡东, 新华).
    """
    rest = _GENERIC.sub(" ", name)
    if called := _CALLED.search(name):
        # Dams, bridges and lines have names, however common their characters: 「七坝水库」, 「东中高速」.
        rest += "" if _GENERIC.search(called[1]) else f" {'称' * len(called[1])}"
    return sum(
        len(part)
        for part in _PART.findall(rest)
        if not _COMMON.fullmatch(part) or _PLACE.search(part) or (len(part) > 2 and _WATERS.fullmatch(part))
    )


def is_catchword(name: str) -> bool:
    """Whether a quoted word can stand for buildings that are said to be open: 「“三馆一院”建成投用」."""
    return bool(_CATCHWORD.fullmatch(name))


def _is_quoted_place(name: str) -> bool:
    """Whether a quoted name says what is built: 「“甲乙合作试验园”」."""
    return (
        name.startswith("“") and "进" not in name and len(name) >= 8 and name.endswith(_QUOTED_HEAD) and own(name) >= 2
    )


def could_be_name(name: str) -> bool:
    """Whether nothing in a stretch speaks against its being one project's name."""
    return (
        2 <= len(name) <= 40
        and not (_QUOTED_PROJECT.search(name) and own(_QUOTED.sub("", name)) < 2)
        and (not _NO_PROJECT.search(name) or _is_quoted_place(name))
        and not (_UPGRADE.search(name) and not (_SITE.search(name) and own(name) >= 1))
        and not _CLAUSE.search(name)
        and name.count("“") == name.count("”")
        and name.count("（") == name.count("）")
    )


def is_definite(name: str) -> bool:
    """Whether a name that is the topic of its clause can stand for one thing: 「体育公园南区」, not 「农村公路」."""
    return len(name) >= 5 and has_head(name) and not _MANY.search(name) and could_be_name(name)


def is_institution(name: str) -> bool:
    """Whether a name says the kind of one building closely enough: 「国际会展中心」 where projects are listed or begun."""
    return len(name) >= 6 and bool(_BUILDING.search(name)) and not _MANY.search(name)


def is_plant(name: str) -> bool:
    """Whether a name is one of a system, a platform or a station: 「生态环境智慧治理平台」."""
    return bool(_PLANT.search(name)) and not name.endswith("工程") and could_be_name(name) and not _MANY.search(name)


def is_name(name: str, *, listed: bool, built: bool = False) -> bool:
    """Whether a stretch names one project.

    ``listed`` when it stands in a list that ends in 等…项目; ``built`` when it is said to be begun or to stand finished:
    then 「疫情救治基地」 is one building, not a kind.
    """
    if _TRANSFER.match(name):
        return True
    # What a list calls a project is one by that word: 「甲生态修复试点、乙生物技术等项目」.
    if listed and _SOFT.search(name) and own(name) >= 3 and not _CLAUSE.search(name):
        return True
    if not could_be_name(name):
        return False
    if built and (is_institution(name) or (len(name) >= 6 and _PLANT.search(name))):
        return True
    if _NUMBERED_WORK.fullmatch(name) or (len(name) >= 5 and _FACILITY.match(name) and not _MANY.search(name)):
        return True
    if _INSTITUTION.match(name) or _NUMBERED.match(name) or _NATIONAL.match(name) or _NEW_TOWN.match(name):
        return True
    if listed and (_RIVER.match(name) or is_institution(name)):
        return True
    if _MEASURE.search(name):
        return listed or has_head(name) or (built and bool(_CAPACITY.search(name)))
    if listed:
        return own(name) >= 1
    if _LOOSE_WORK.search(name) and not _SITE.search(name):
        return False
    if name.endswith("工程") and not has_site(name):
        return False
    return len(name) >= 3 and has_head(name) and own(name) >= 2
