"""What a composed questionnaire says of its own, to be edited by its author."""

from __future__ import annotations

from srtoolkit.questionnaire.text import Text

#: What respondents read above the questions; it gives no hypothesis away.
TITLE = Text(zh="顾客消费经历调查", en="A survey of customer experiences")

AGREE = Text(zh="我年满18周岁，同意参加", en="I am 18 or older and agree to take part")
DECLINE = Text(zh="我不参加", en="I do not wish to take part")
INTRODUCTION = Text(
    zh="您好！请根据自己的真实感受作答，答案没有对错之分。",
    en="Hello! Please answer as you really feel; there are no right or wrong answers.",
)
THANKS = Text(
    zh="问卷到此结束，谢谢您的参与！",
    en="This is the end of the questionnaire. Thank you for taking part!",
)
READ = Text(
    zh="请仔细读完下面这段情境，再往后作答。",
    en="Please read the following story carefully before you go on.",
)
ANSWER_AS = Text(
    zh="回答后面的问题时，请继续把自己当成故事里的顾客。题目里说的“这家企业”，就是故事里的那一家。",
    en="When you answer the questions that follow, please keep thinking of yourself as "
    "the customer in the story. “This company” is the one in the story.",
)
OTHER_ANSWERS = Text(
    zh="下面几题的选项和前面不一样，请看清选项再回答。",
    en="The next questions have different answers. Please look at them before you "
    "choose.",
)
GO_ON = Text(
    zh="故事接着往下讲，请继续阅读。",
    en="The story goes on. Please read the next part.",
)
CHECKS = Text(
    zh="下面的问题都和您刚才读到的情境有关，请按情境里写的内容回答。",
    en="These questions are about the story you have just read. Please answer from "
    "what the story says.",
)
COMMENT = Text(
    zh="关于这份问卷，您还有什么想说的吗？（可以不填）",
    en="Is there anything else you would like to say about this questionnaire? "
    "(You may leave this blank.)",
)
COMMENT_ASKS = Text(zh="其他意见", en="further comments")


def consent(minutes: int) -> Text:
    """Return what respondents agree to, with the time it takes."""
    return Text(
        zh=f"本问卷只用于学术研究，不记名，大约需要{minutes}分钟。是否参加由您自愿决定，"
        "中途可以随时退出。您的回答会保密，只作汇总分析。如有疑问，请联系研究者"
        "（请在此填写姓名、单位和邮箱）。",
        en="This questionnaire serves research only, is anonymous and takes about "
        f"{minutes} minutes. Taking part is up to you, and you can stop at any time. "
        "Your answers are kept confidential and are analysed in summary. If you have "
        "questions, please contact the researcher (fill in name, institution and "
        "e-mail here).",
    )
