//! Functions of text.

use super::check_all;

#[test]
fn functions_of_text_are_terraforms() {
    check_all(TEXT);
}

const TEXT: &[(&str, &str)] = &[
    (r#"chomp("a\r\n\n")"#, r#""a""#),
    (r#"endswith("abc","bc")"#, "true"),
    (r#"join(",", [1,2,true])"#, r#""1,2,true""#),
    (r#"join(",",["a",null])"#, "error"),
    (r#"join(",",["a"],["b"])"#, r#""a,b""#),
    (r#"join(",",toset(["b","a"]))"#, r#""a,b""#),
    (r#"join(",",[["a"]])"#, "error"),
    (r#"join(",","a")"#, "error"),
    (r#"join("-",[])"#, r#""""#),
    (r#"lower("ÀB")"#, r#""àb""#),
    (r#"split(",","a,b")"#, r#"tolist(["a", "b"])"#),
    (r#"split(",","")"#, r#"tolist([""])"#),
    (r#"split("","abc")"#, r#"tolist(["a", "b", "c"])"#),
    (r#"startswith("abc","ab")"#, "true"),
    (r#"startswith("abc","b")"#, "false"),
    (r#"strcontains("abc","bc")"#, "true"),
    (r#"strrev("abc")"#, r#""cba""#),
    (r#"substr("hello",1,3)"#, r#""ell""#),
    (r#"substr("hello",-3,2)"#, r#""ll""#),
    (r#"substr("hello",1,-1)"#, r#""ello""#),
    (r#"substr("hello",10,1)"#, r#""""#),
    (r#"substr("hello",0,100)"#, r#""hello""#),
    (r#"substr("hello",-10,2)"#, r#""he""#),
    (r#"substr("héllo",1,2)"#, r#""él""#),
    (r#"substr("abc",1.5,1)"#, "error"),
    (r#"title("hello world-foo")"#, r#""Hello World-Foo""#),
    (r#"title("a.b_c d")"#, r#""A.B_c D""#),
    (r#"title("o'neil")"#, r#""O'Neil""#),
    (r#"title("éa b1a")"#, r#""Éa B1a""#),
    (r#"title("a\tb")"#, r#""A\tB""#),
    (r#"trim("  a  "," ")"#, r#""a""#),
    (r#"trim("?!a!?","!?")"#, r#""a""#),
    (r#"trimprefix("aab","a")"#, r#""ab""#),
    (r#"trimspace(" a\n")"#, r#""a""#),
    (r#"trimsuffix("abb","b")"#, r#""ab""#),
    (r#"trimsuffix("abc","")"#, r#""abc""#),
    (r#"upper("é")"#, r#""É""#),
    (r#"upper("straße")"#, r#""STRAßE""#),
];

#[test]
fn regular_expressions_are_terraforms() {
    check_all(REGULAR_EXPRESSIONS);
}

const REGULAR_EXPRESSIONS: &[(&str, &str)] = &[
    (r#"regex("^(\\d+)\\.(\\d+)", "10.20")"#, r#"["10", "20"]"#),
    (r#"regex("a(b)?","a")"#, "[null]"),
    (r#"regex("(?P<x>a)(?P<y>b)?","a")"#, r#"{"x" = "a", "y" = null}"#),
    (r#"regex("[a-z]+","12ab")"#, r#""ab""#),
    (r#"regex("x","abc")"#, "error"),
    (r#"regex("(a","abc")"#, "error"),
    (r#"regex("(?P<x>a)(b)","ab")"#, "error"),
    (r#"regex("^[[:alpha:]]+$","abc")"#, r#""abc""#),
    (r#"regex("[[]","a[")"#, r#""[""#),
    (r#"regex("[]a]+","x]a")"#, r#""]a""#),
    (r#"regex("[\\w.-]+@","x.y-z@")"#, r#""x.y-z@""#),
    (r#"regex("\\bfoo\\b","a foo")"#, r#""foo""#),
    (r#"regex("(?i)ABC","xabc")"#, r#""abc""#),
    (
        r#"regex("^/subscriptions/([^/]+)/resourceGroups/([^/]+)","/subscriptions/s/resourceGroups/r/providers")"#,
        r#"["s", "r"]"#,
    ),
    (r#"regex("[a&&b]+","x&&")"#, r#""&&""#),
    (r#"regex("[^\\d]+","12ab")"#, r#""ab""#),
    (r#"regex("a{2,3}","aaaa")"#, r#""aaa""#),
    (r#"regex("\\p{Lu}","aB")"#, r#""B""#),
    (r#"regex("(?:a|b)+?","ab")"#, r#""a""#),
    (r#"regex("\\/x","/x")"#, r#""/x""#),
    (r#"regex("a.c","a\nc")"#, "error"),
    (r#"regex("\\Q.*\\E+","a.**b")"#, r#"".**""#),
    (r#"regex("\\Qa.b","a.b")"#, r#""a.b""#),
    (
        r#"regex("^(?:(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)\\.){3}(?:25[0-5]|2[0-4][0-9]|[01]?[0-9][0-9]?)$","10.0.0.256")"#,
        "error",
    ),
    (r#"regexall("[a-z]","a1b")"#, r#"tolist(["a", "b"])"#),
    (r#"regexall("([a-z])(\\d)","a1b2")"#, r#"tolist([["a", "1"], ["b", "2"]])"#),
    (r#"regexall("x","a")"#, "tolist([])"),
    (r#"replace("a.b","." ,"-")"#, r#""a-b""#),
    (r#"replace("abc","/b(.)/","[$1]")"#, r#""a[c]""#),
    (r#"replace("abc","/(?P<x>b)/","<$${1}>")"#, r#""a<b>c""#),
    (r#"replace("abc","/(?P<x>b)/","<$${x}>")"#, r#""a<b>c""#),
    (r#"replace("abc","/(b)/","$1x")"#, r#""ac""#),
    (r#"replace("abc","/B/i","x")"#, r#""abc""#),
    (r#"replace("aaa","","-")"#, r#""-a-a-a-""#),
];

#[test]
fn formats_are_terraforms() {
    check_all(FORMATS);
}

const FORMATS: &[(&str, &str)] = &[
    (r#"format("%s-%03d", "a", 5)"#, r#""a-005""#),
    (r#"format("%v %v %v", 1, "a", true)"#, r#""1 a true""#),
    (r#"format("%#v", {a=1})"#, r#""{\"a\":1}""#),
    (r#"format("%v", [1,"a"])"#, r#""[1,\"a\"]""#),
    (r#"format("%q","a\"b")"#, r#""\"a\\\"b\"""#),
    (r#"format("%5s|%-5s|","a","b")"#, r#""    a|b    |""#),
    (r#"format("%05d %x %X %o %b", 42, 255, 255, 8, 5)"#, r#""00042 ff FF 10 101""#),
    (r#"format("%.2f %e %g", 3.14159, 12345.678, 1e21)"#, r#""3.14 1.234568e+04 1e+21""#),
    (r#"format("%t %%", true)"#, r#""true %""#),
    (r#"format("%[2]s %[1]s", "a", "b")"#, r#""b a""#),
    (r#"format("%s", 1.5)"#, r#""1.5""#),
    (r#"format("%d", 1.5)"#, "error"),
    (r#"format("%d", "12")"#, r#""12""#),
    (r#"format("%s")"#, "error"),
    (r#"format("%s","a","b")"#, "error"),
    (r#"format("%s",[1])"#, "error"),
    (r#"format("%+d % d",5,5)"#, r#""+5  5""#),
    (r#"format("%.3s","abcdef")"#, r#""abc""#),
    (r#"format("%z",1)"#, "error"),
    (r#"format("abc")"#, r#""abc""#),
    (r#"format("%6.2f|%-8.3f|",3.14159,2.5)"#, r#""  3.14|2.500   |""#),
    (r#"format("%v",1000000)"#, r#""1e+06""#),
    (r#"format("%v",123456789)"#, r#""1.23456789e+08""#),
    (r#"format("%v",1e21)"#, r#""1e+21""#),
    (r#"format("%v",0.00001)"#, r#""1e-05""#),
    (r#"format("%v",0.0001)"#, r#""0.0001""#),
    (r#"format("%g",1000000)"#, r#""1e+06""#),
    (r#"format("%g",1234567.5)"#, r#""1.2345675e+06""#),
    (r#"format("%G",1e-7)"#, r#""1E-07""#),
    (r#"format("%e",0)"#, r#""0.000000e+00""#),
    (r#"format("%f",1)"#, r#""1.000000""#),
    (r#"format("%.0f",2.5)"#, r#""2""#),
    (r#"format("%g",100000)"#, r#""100000""#),
    (r#"format("%.3g",1234.5)"#, r#""1.23e+03""#),
    (r#"format("%.3g",0.5)"#, r#""0.5""#),
    (r#"format("%g",0)"#, r#""0""#),
    (r#"format("%x","hi")"#, "error"),
    (r#"format("%q",5)"#, r#""\"5\"""#),
    (r#"format("%s",true)"#, r#""true""#),
    (r#"format("%t","true")"#, r#""true""#),
    (r#"format("%b","x")"#, "error"),
    (r#"format("%5t|",true)"#, r#""true|""#),
    (r#"format("%-8d|",5)"#, r#""5       |""#),
    (r#"format("%08.3f",3.14159)"#, r#""0003.142""#),
    (r#"format("%#x",255)"#, r#""0xff""#),
    (r#"format("%#v","a")"#, r#""\"a\"""#),
    (r#"format("%#v",1.5)"#, r#""1.5""#),
    (r#"format("%5v|%-5v|",1,true)"#, r#""    1|true |""#),
    (r#"format("%3d|%-3d|%03d",7,7,-7)"#, r#""  7|7  |-07""#),
    (r#"format("%[1]s-%[1]s","a")"#, r#""a-a""#),
    (r#"format("%[3]s","a")"#, "error"),
    (r#"format("%s %s","a")"#, "error"),
    (r#"format("%+.2e",12345.678)"#, r#""+1.23e+04""#),
    (r#"format("%10q|","a")"#, r#""       \"a\"|""#),
    (r#"format("%4s|","é")"#, r#""   é|""#),
    (r#"format("%d",-5)"#, r#""-5""#),
    (r#"format("%d",1e20)"#, r#""100000000000000000000""#),
    (r#"format("%x",-255)"#, r#""-ff""#),
    (r#"format("%5.1f%%",99.5)"#, r#"" 99.5%""#),
    (r#"format("100%")"#, "error"),
    (r#"format("%!")"#, "error"),
    (r#"format("%#o",8)"#, r#""010""#),
    (r#"format("%c",65)"#, "error"),
    (r#"format("%v",{b=1,a="x"})"#, r#""{\"a\":\"x\",\"b\":1}""#),
    (r#"format("%s",{})"#, "error"),
    (r#"formatlist("%s-%d",["a","b"],[1,2])"#, r#"tolist(["a-1", "b-2"])"#),
    (r#"formatlist("%s-%s","x",["a","b"])"#, r#"tolist(["x-a", "x-b"])"#),
    (r#"formatlist("%s","x")"#, r#"tolist(["x"])"#),
    (r#"formatlist("x")"#, r#"tolist(["x"])"#),
    (r#"formatlist("%s %s",["a"],["b","c"])"#, "error"),
];

#[test]
fn encodings_are_terraforms() {
    check_all(ENCODING);
}

const ENCODING: &[(&str, &str)] = &[
    (r#"base64decode("aGk=")"#, r#""hi""#),
    (r#"base64decode("!!")"#, "error"),
    (r#"base64decode("/////w==")"#, "error"),
    (r#"base64encode("héllo")"#, r#""aMOpbGxv""#),
    (
        r#"csvdecode("a,b\n1,\"x,y\"\n2,z\n")"#,
        r#"tolist([{"a" = "1", "b" = "x,y"}, {"a" = "2", "b" = "z"}])"#,
    ),
    (r#"csvdecode("a,b\n1\n")"#, "error"),
    (r#"csvdecode("a,a\n1,2\n")"#, "error"),
    (r#"csvdecode("")"#, "error"),
    (r#"csvdecode("a\n")"#, "tolist([])"),
    (r#"csvdecode("a\nx\"y\n")"#, "error"),
    ("jsonencode({b=1,a=[true,null]})", r#""{\"a\":[true,null],\"b\":1}""#),
    (r#"indent(-1,"a\nb")"#, "error"),
    (r#"strrev("👩‍👩‍👧a") == "a👩‍👩‍👧""#, "true"),
    (r#"substr("x\u0301y",1,1)"#, r#""y""#),
    (r#"jsonencode(indent(2,"a\nb"))"#, r#""\"a\\n  b\"""#),
    (
        r#"jsonencode({a="<&>\u2028é\t\n\u0001\"\\"})"#,
        r#""{\"a\":\"\\u003c\\u0026\\u003e\\u2028é\\t\\n\\u0001\\\"\\\\\"}""#,
    ),
    (
        r#"jsonencode([1.5,1e30,null,true,"x"])"#,
        r#""[1.5,1000000000000000000000000000000,null,true,\"x\"]""#,
    ),
    (r#"jsonencode(toset(["b","a"]))"#, r#""[\"a\",\"b\"]""#),
    ("jsonencode(1e-7)", r#""0.0000001""#),
    ("jsonencode(0.1)", r#""0.1""#),
    (r#"jsondecode("{\"a\":[1,\"x\",null,1.0,1e2]}")"#, r#"{"a" = [1, "x", null, 1, 100]}"#),
    (r#"jsondecode("")"#, "error"),
    (r#"jsondecode("1 2")"#, "error"),
    (r#"jsondecode("\"a\"")"#, r#""a""#),
    (r#"jsondecode("[1,]")"#, "error"),
    (r#"jsondecode("{\"a\":1,\"a\":2}")"#, r#"{"a" = 2}"#),
    (r#"jsondecode("  {} ")"#, "{}"),
    (r#"jsondecode("\"\\ud83d\\ude00\"")"#, r#""😀""#),
    (r#"jsondecode("[1] x")"#, "error"),
    (r#"jsondecode("nul")"#, "error"),
    (r#"textdecodebase64("YQBiAA==","UTF-16LE")"#, r#""ab""#),
    (r#"textencodebase64("ab","UTF-16LE")"#, r#""YQBiAA==""#),
    (r#"urlencode("a b&c/é~*")"#, r#""a+b%26c%2F%C3%A9~%2A""#),
];

#[test]
fn digests_and_paths_are_terraforms() {
    check_all(HASHES_AND_PATHS);
}

const HASHES_AND_PATHS: &[(&str, &str)] = &[
    (r#"md5("a")"#, r#""0cc175b9c0f1b6a831c399e269772661""#),
    (r#"sha1("a")"#, r#""86f7e437faa5a7fce15d1ddcb9eaeaea377667b8""#),
    (r#"sha256("a")"#, r#""ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb""#),
    (
        r#"sha512("a")"#,
        r#""1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75""#,
    ),
    (r#"base64sha256("a")"#, r#""ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs=""#),
    (
        r#"base64sha512("a")"#,
        r#""H0D8ktokFpR1CXnubPWC8tXX0o4YM13gWrxU0FYOD1MChgxlK/CNVgJSql50IQVG82n7u86MEs/HlXsmUv6adQ==""#,
    ),
    (r#"uuidv5("dns","example.com")"#, r#""cfbff0d1-9375-5685-968c-48ce8b15ae17""#),
    (r#"uuidv5("url","http://x")"#, r#""c059942f-567e-54eb-aeb5-5fd9830bce43""#),
    (r#"uuidv5("oid","1.2.3")"#, r#""42d5e23b-3a02-5135-85c6-52d1102f1f00""#),
    (r#"uuidv5("x500","CN=a")"#, r#""c4756781-662d-5713-b245-06d2e6262fc5""#),
    (
        r#"uuidv5("6ba7b810-9dad-11d1-80b4-00c04fd430c8","x")"#,
        r#""05b16a01-46c6-56dd-bd6e-c6dfb4a1427a""#,
    ),
    (r#"uuidv5("foo","x")"#, "error"),
    (r#"basename("a/b/")"#, r#""b""#),
    (r#"basename("")"#, r#"".""#),
    (r#"basename("/")"#, r#""/""#),
    (r#"dirname("a/b/c")"#, r#""a/b""#),
    (r#"dirname("a")"#, r#"".""#),
    (r#"dirname("a/b/")"#, r#""a/b""#),
    (r#"dirname("/a")"#, r#""/""#),
    (r#"dirname("")"#, r#"".""#),
    (r#"pathexpand("a/~")"#, r#""a/~""#),
];

#[test]
fn times_are_terraforms() {
    check_all(TIMES);
}

const TIMES: &[(&str, &str)] = &[
    (r#"formatdate("DD MMM YYYY hh:mm ZZZ","2018-01-02T23:12:01Z")"#, r#""02 Jan 2018 23:12 UTC""#),
    (
        r#"formatdate("EEEE, DD-MMM-YY hh:mm:ss ZZZ","2018-01-02T23:12:01Z")"#,
        r#""Tuesday, 02-Jan-18 23:12:01 UTC""#,
    ),
    (
        r#"formatdate("h'o''clock' AA Z ZZZZ ZZZZZ M MM MMMM D H HH m s aa","2018-01-02T03:02:01+05:30")"#,
        r#""3o'clock AM +05:30 +0530 +05:30 1 01 January 2 3 03 2 1 am""#,
    ),
    (r#"formatdate("YYYYMMDD'T'hhmmss","2018-01-02T23:12:01-08:00")"#, r#""20180102T231201""#),
    (r#"formatdate("EEE HH:mm ZZZ","2020-02-29T00:00:00+00:00")"#, r#""Sat 12:00 UTC""#),
    (r#"formatdate("Q","2020-02-29T00:00:00Z")"#, "error"),
    (r#"timeadd("2017-11-22T00:00:00Z","10m")"#, r#""2017-11-22T00:10:00Z""#),
    (r#"timeadd("2017-11-22T00:00:00+02:00","-1h30m0.5s")"#, r#""2017-11-21T22:29:59+02:00""#),
    (r#"timeadd("2023-12-31T23:59:59Z","8760h")"#, r#""2024-12-30T23:59:59Z""#),
    (r#"timeadd("2023-12-31T23:59:59.25Z","1ms")"#, r#""2023-12-31T23:59:59Z""#),
    (r#"timeadd("x","1h")"#, "error"),
    (r#"timeadd("2017-02-30T00:00:00Z","1h")"#, "error"),
    (r#"timeadd("2017-02-20T00:00:00Z","1d")"#, "error"),
    (r#"timecmp("2017-11-22T00:00:00Z","2017-11-22T01:00:00+01:00")"#, "0"),
    (r#"timecmp("2017-11-22T00:00:00Z","2017-11-22T01:00:00Z")"#, "-1"),
];

#[test]
fn opentofu_decodes_what_was_encoded_for_a_url() {
    check_all(&[
        (r#"urldecode("Hello+World%21")"#, r#""Hello World!""#),
        (r#"urldecode("%E2%98%83")"#, r#""☃""#),
        (r#"urldecode("%E2%9")"#, "error"),
        (r#"urldecode("%ff")"#, "error"),
    ]);
}

#[test]
fn text_is_composed() {
    check_all(&[
        (r#""e\u0301" == "é""#, "true"),
        (r#"length("e\u0301")"#, "1"),
        (r#"{"e\u0301"=1}"#, r#"{"é" = 1}"#),
        (r#"jsondecode("\"e\\u0301\"")"#, r#""é""#),
        (r#""e${"\u0301"}""#, r#""é""#),
        (r#"templatestring("a", {})"#, "error"),
    ]);
}
