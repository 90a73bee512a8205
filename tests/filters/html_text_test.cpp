#include "filters/html_text.h"

#include <gtest/gtest.h>

namespace ajar {
namespace {

TEST(HtmlText, BlocksAndBreaksAreLines) {
  EXPECT_EQ(html_to_text("<p>Dear Sam,</p><p>thank you.<br>Really.</p><div>Ana</div><div>HR</div>"),
            "Dear Sam,\n\nthank you.\nReally.\n\nAna\nHR\n");
}

TEST(HtmlText, WhiteSpaceIsWhatABrowserShows) {
  EXPECT_EQ(html_to_text("<div>  we\n  are \t sorry&nbsp;&nbsp; to  <b>say</b>so </div>"), "we are sorry to sayso\n");
  EXPECT_EQ(html_to_text("<p>one</p>\n\n\n<p>&nbsp;</p><p>&nbsp;</p><p>two</p>"), "one\n\ntwo\n");
  EXPECT_EQ(html_to_text("<pre>a\n  b</pre>"), "a\n  b\n");
}

TEST(HtmlText, EntitiesAreDecoded) {
  EXPECT_EQ(html_to_text("&Uuml;ber &eacute;t&eacute; &amp; &lt;b&gt; &#8217; &#x2019; &#146; &copy &hellip;"),
            "Über été & <b> ’ ’ ’ © …\n");
  EXPECT_EQ(html_to_text("Q&A &unknown; &#xD800; &#0; & &"), "Q&A &unknown; \uFFFD \uFFFD & &\n");
}

TEST(HtmlText, CellsAreApartAndLabelsKeepTheirValue) {
  EXPECT_EQ(html_to_text("<table><tr><td>Role:</td><td>Baker</td></tr><tr><td>Ana</td><td>Ben</td></tr></table>"),
            "Role: Baker\nAna\nBen\n");
}

TEST(HtmlText, ItemsOfAListAreMarked) { EXPECT_EQ(html_to_text("<ul><li>one<li>two</ul>"), "- one\n- two\n"); }

TEST(HtmlText, WhatNobodySeesIsLeftOut) {
  const char* hidden[] = {
      "<div style=\"display:none\">H</div>",
      "<div style='DISPLAY : NONE !important'>H</div>",
      "<span style=\"visibility:hidden\">H</span>",
      "<span style=\"font-size:0\">H</span>",
      "<span style=\"font-size:1px;line-height:1px\">H</span>",
      "<div style=\"max-height:0px;overflow:hidden\">H</div>",
      "<div style=\"height:0;overflow:hidden\">H</div>",
      "<div style=\"opacity:0\">H</div>",
      "<div style=\"mso-hide:all\">H</div>",
      "<div hidden>H</div>",
      "<span style=\"color:#ffffff\">H</span>",
      "<span style=\"color:#FFF\">H</span>",
      "<span style=\"color:rgb(255, 254, 255)\">H</span>",
      "<font color=white>H</font>",
      "<td bgcolor=\"#336699\"><font color=\"#336699\">H</font></td>",
      "<div style=\"display:none\"><div><p>H</p></div></div>",
      "<!-- H -->",
      "<!--[if mso]>H<![endif]-->",
      "<script>H</script>",
      "<style>.H{color:red}</style>",
      "<title>H</title>",
      "<style>.pre{display:none}</style><div class=\"a pre\">H</div>",
      "<style>#top{font-size:0}</style><div id=top>H</div>",
      "<select><option>H</option></select>",
      "<template>H</template>",
  };
  for (const char* html : hidden) EXPECT_EQ(html_to_text(std::string(html) + "<p>seen</p>"), "seen\n") << html;
}

TEST(HtmlText, WhatIsSeenStays) {
  const char* seen[] = {
      "<a style=\"background-color:#0a66c2;color:#ffffff\">S</a>",
      "<td bgcolor=black><span style=\"color:white\">S</span></td>",
      "<td style=\"font-size:0px\"><div style=\"font-size:13px\">S</div></td>",
      "<div style=\"visibility:hidden\"><span style=\"visibility:visible\">S</span></div>",
      "<div style=\"background:url(x.png);color:#fff\">S</div>",
      "<div style=\"display:inline-block;opacity:0.9\">S</div>",
      "<style>@media (max-width:600px){.wide{display:none}}</style><div class=wide>S</div>",
      "<style>.hero td{background:#000}</style><td class=hero><span class=x style=\"color:#fff\">S</span></td>",
      "<p style=\"display:none\">hidden<p>S",
      "<!--[if !mso]><!--><span>S</span><!--<![endif]-->",
      "<noscript>S</noscript>",
      "<title>never closed <b>S</b>",
  };
  for (const char* html : seen) EXPECT_NE(html_to_text(html).find('S'), std::string::npos) << html;
}

TEST(HtmlText, RatherAHiddenTextThanNone) {
  EXPECT_EQ(html_to_text("<div style=\"display:none\"><p>We are sorry.</p></div>"), "We are sorry.\n");
}

TEST(HtmlText, QuotesAreMarked) {
  EXPECT_EQ(html_to_text("Mine<blockquote type=cite>theirs<blockquote>older</blockquote></blockquote>Mine too"),
            "Mine\n\n> theirs\n\n>> older\n\nMine too\n");
}

TEST(HtmlText, ReplyBlocksOfTheUsualClientsAreMarked) {
  const char* clients[] = {
      "<p>M</p><div class=\"gmail_quote\">On Monday Sam wrote:<div>Q</div></div>",
      "<p>M</p><div class=\"x_gmail_quote\"><div>Q</div></div>",
      "<p>M</p><div class=\"moz-cite-prefix\">Q</div>",
      "<p>M</p><div id=\"yahoo_quoted_1\" class=\"yahoo_quoted\">Q</div>",
      "<p>M</p><div class=\"protonmail_quote\">Q</div>",
      "<div><p>M</p><hr><div id=\"divRplyFwdMsg\">From: Sam</div><div>Q</div></div>",
      "<div><p>M</p><div id=\"appendonsend\"></div><hr><div>Q</div></div>",
      "<div><p>M</p><div id=\"x_divRplyFwdMsg\">From: Sam</div><div>Q</div></div>",
  };
  for (const char* html : clients) {
    const std::string text = html_to_text(html);
    EXPECT_EQ(text.substr(0, 2), "M\n") << html;
    EXPECT_NE(text.find("\n> Q\n"), std::string::npos) << html << "\n" << text;
  }
}

TEST(HtmlText, AnIndentedTextIsNoQuote) {
  EXPECT_EQ(html_to_text("<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">mine</blockquote>"),
            "mine\n");
}

TEST(HtmlText, TheAuthorsOwnAngleIsNoQuoteMark) { EXPECT_EQ(html_to_text("<p>&gt; Apply now</p>"), " > Apply now\n"); }

TEST(HtmlText, SignaturesOfGmailAndThunderbirdAreDelimited) {
  EXPECT_EQ(html_to_text("<p>Hi</p><div class=\"gmail_signature\">Ana</div>"), "Hi\n\n-- \nAna\n");
}

TEST(HtmlText, BrokenMarkupLosesNoText) {
  EXPECT_EQ(html_to_text("a <b c"), "a\n");
  EXPECT_EQ(html_to_text("1 < 2 <3"), "1 < 2 <3\n");
  EXPECT_EQ(html_to_text("a<!-- open"), "a\n");
  EXPECT_EQ(html_to_text("a</b></i></nonsense>b"), "ab\n");
  EXPECT_EQ(html_to_text(""), "");
  EXPECT_EQ(html_to_text("<table><td>a<td>b<tr><td>c"), "a\nb\nc\n");
}

}  // namespace
}  // namespace ajar
