// What strangers may try to bring into pages and feeds.
#pragma once

#include <array>
#include <string_view>

namespace user_listens {

inline constexpr auto kPayloads = std::to_array<std::string_view>({
    // Elements.
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<style>@import'//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<form action=//evil.example><input name=q>",
    "<a href=javascript:alert(1)>click</a>",
    "<foreignObject><body onload=alert(1)></foreignObject>",
    "<use href=\"data:image/svg+xml,<svg id='x'/>#x\"/>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<ScRiPt >alert(1)</ScRiPt >",
    "<<b>script>alert(1)//<</b>",
    // Ends of what they stand in.
    "</bdi></a></p></div></li></ol><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</text></svg><script>alert(1)</script>",
    "</desc><script>alert(1)</script>",
    "</item></channel></rss>",
    "]]><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "<!--",
    "<![CDATA[",
    "<?xml version=\"1.0\"?>",
    "<?php echo 1 ?>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]>&y;",
    // Attributes.
    R"(" onmouseover="alert(1))",
    "' onmouseover='alert(1)",
    "\"><script>alert(1)</script>",
    "'><script>alert(1)</script>",
    R"(" autofocus onfocus=alert(1) x=")",
    R"(" style="position:fixed" x=")",
    "\" hidden \"",
    "` onerror=`alert(1)",
    "x\" href=\"javascript:alert(1)",
    "a=b/>",
    // Entities, theirs and ours.
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "&#x3c;script&#x3e;",
    "&amp;amp;",
    "&nbsp;&quot;&apos;",
    "&",
    "&;",
    "&#39",
    "&lt",
    "AT&T",
    "<3",
    "a < b > c",
    // JSON.
    R"x(","url":"javascript:alert(1)","x":")x",
    R"("}],"items":[{"id":")",
    "\\",
    "\\\"",
    "\\u0022",
    "\\u003cscript\\u003e",
    "\\n",
    // Marks of our own templates.
    "{{title}}",
    "{{{title}}}",
    "{{#rows}}",
    "{{/rows}}",
    "{{^",
    "}}",
    "{{!x}}",
    "{{> page}}",
    // Formulas, control sequences, and characters that turn text around.
    "=HYPERLINK(\"//evil.example\")",
    "\x1B]8;;http://evil.example\x07"
    "click\x1B]8;;\x07",
    "a\u202E<gnp.exe>\u202C",
    "\u2066<\u2069script>",
    {"<\0script>", 9},
    "<scr\nipt>alert(1)</scr\nipt>",
    "\xFF<script>\xC0\xBCscript\xC0\xBE",
    "\xEF\xBF\xBE<b>\xEF\xBF\xBF",
    "＜script＞alert(1)＜/script＞",
    "\u2028</script>\u2029",
});
static_assert(kPayloads.size() >= 40);

// Hosts and paths that an address may have, and that are none of ours.
inline constexpr auto kAddresses = std::to_array<std::string_view>({
    "https://a.example/?x=1&lt=2&quot;=3",
    "https://a.example/it's",
    "https://a.example/&#34;onload=&#34;alert(1)",
    "https://a.example/{{title}}",
    "https://a.example/`x`",
    "https://a.example/?q=javascript:alert(1)",
    "https://a.example/\xC2\xABx\xC2\xBB",
});

}  // namespace user_listens
