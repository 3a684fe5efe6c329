//! Functions of text.

use super::check_all;

#[test]
fn what_the_documents_say_of_functions_of_text() {
    check_all(&[
        ("base64('one, two, three')", r#""b25lLCB0d28sIHRocmVl""#),
        ("base64ToString('b25lLCB0d28sIHRocmVl')", r#""one, two, three""#),
        ("base64ToJson(base64('{''one'': ''a'', ''two'': ''b''}'))", r#"{"one": "a", "two": "b"}"#),
        ("concat('prefix', '-', 'x')", r#""prefix-x""#),
        ("contains('OneTwoThree', 'e')", "true"),
        ("contains('OneTwoThree', 'z')", "false"),
        ("dataUri('Hello')", r#""data:text/plain;charset=utf8;base64,SGVsbG8=""#),
        ("dataUriToString('data:;base64,SGVsbG8sIFdvcmxkIQ==')", r#""Hello, World!""#),
        ("empty('')", "true"),
        ("startsWith('abcdef', 'ab')", "true"),
        ("startsWith('abcdef', 'A')", "true"),
        ("startsWith('abcdef', 'e')", "false"),
        ("endsWith('abcdef', 'ef')", "true"),
        ("endsWith('abcdef', 'F')", "true"),
        ("endsWith('abcdef', 'e')", "false"),
        ("first('One Two Three')", r#""O""#),
        ("last('One Two three')", r#""e""#),
        ("indexOf('test', 't')", "0"),
        ("lastIndexOf('test', 't')", "3"),
        ("indexOf('abcdef', 'CD')", "2"),
        ("lastIndexOf('abcdef', 'AB')", "0"),
        ("indexOf('abcdef', 'z')", "-1"),
        ("join(createArray('one', 'two', 'three'), ';')", r#""one;two;three""#),
        ("length('One Two Three')", "13"),
        ("padLeft('123', 10, '0')", r#""0000000123""#),
        ("replace('123-123-1234', '-', '')", r#""1231231234""#),
        ("replace('123-123-1234', '1234', 'xxxx')", r#""123-123-xxxx""#),
        ("skip('one two three', 4)", r#""two three""#),
        ("split('one,two,three', ',')", r#"["one", "two", "three"]"#),
        ("split('one;two,three', createArray(',', ';'))", r#"["one", "two", "three"]"#),
        ("string(createArray('a', 'b', 'c'))", r#""[\"a\",\"b\",\"c\"]""#),
        ("string(5)", r#""5""#),
        ("substring('one two three', 4, 3)", r#""two""#),
        ("substring('1234567890', 0, 11)", "error"),
        ("take('one two three', 2)", r#""on""#),
        ("toLower('One Two Three')", r#""one two three""#),
        ("toUpper('One Two Three')", r#""ONE TWO THREE""#),
        ("trim('    one two three   ')", r#""one two three""#),
        (
            "uri('http://contoso.org/firstpath', 'myscript.sh')",
            r#""http://contoso.org/myscript.sh""#,
        ),
        (
            "uri('http://contoso.org/firstpath/', 'myscript.sh')",
            r#""http://contoso.org/firstpath/myscript.sh""#,
        ),
        (
            "uri('http://contoso.org/firstpath/azuredeploy.json', 'myscript.sh')",
            r#""http://contoso.org/firstpath/myscript.sh""#,
        ),
        (
            "uri('http://contoso.org/firstpath/azuredeploy.json/', 'myscript.sh')",
            r#""http://contoso.org/firstpath/azuredeploy.json/myscript.sh""#,
        ),
        (
            "uriComponent('http://contoso.com/resources/nested/azuredeploy.json')",
            r#""http%3A%2F%2Fcontoso.com%2Fresources%2Fnested%2Fazuredeploy.json""#,
        ),
        (
            "uriComponentToString('http%3A%2F%2Fcontoso.com%2Fresources')",
            r#""http://contoso.com/resources""#,
        ),
        (
            "format('{0}, {1}. Formatted number: {2:N0}', 'Hello', 'User', 8175133)",
            r#""Hello, User. Formatted number: 8,175,133""#,
        ),
    ]);
}

#[test]
fn what_the_compiler_computes_for_parameter_files() {
    check_all(&[
        ("base64ToJson(base64('{\"hi\": \"there\"}')).hi", r#""there""#),
        ("dataUriToString(dataUri('abc'))", r#""abc""#),
        ("dateTimeAdd(dateTimeFromEpoch(1680224438), 'P1D')", r#""2023-04-01T01:00:38Z""#),
        ("dateTimeToEpoch(dateTimeFromEpoch(1680224438))", "1680224438"),
        ("format('->{0}<-', 123)", r#""->123<-""#),
        ("guid('asdf')", r#""228d27cc-6fdb-5934-b7ac-1efccebade04""#),
        ("uniqueString('asd', 'asdf', 'asdf')", r#""iizpqit7ih3cc""#),
        ("padLeft(13, 5)", r#""   13""#),
        ("substring('asdfasf', 3)", r#""fasf""#),
        ("toLower('AiKInIniIN')", r#""aikininiin""#),
        ("trim('  adf asdf  ')", r#""adf asdf""#),
        ("uri('https://github.com', 'Azure/bicep')", r#""https://github.com/Azure/bicep""#),
        ("uriComponent('UB*8h 0+=_)9h9n')", r#""UB%2A8h%200%2B%3D_%299h9n""#),
        ("uriComponentToString('%20%25%20')", r#"" % ""#),
    ]);
}

#[test]
fn unique_names_are_those_of_azure() {
    check_all(&[
        (
            "uniqueString('/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/myRg')",
            r#""js26ofeqkqeve""#,
        ),
        (
            "uniqueString('/subscriptions/11068ed9-6c31-4a47-8183-4eca6d84bb32/resourceGroups/myRg')",
            r#""pwt7yebfrftwu""#,
        ),
        (
            "uniqueString('/subscriptions/1ec1dd71-d88e-465d-95e2-4996c828833a/resourceGroups/myRg')",
            r#""jztimcr36svny""#,
        ),
    ]);
}

#[test]
fn a_value_in_a_format_is_written_as_net_writes_it() {
    check_all(&[
        (
            "format('>{0}<>{1}<>{2}<>{3}<', false(), 12948, 'hello!', createArray(true(), 2893, 'abc'))",
            r#"">False<>12948<>hello!<>[true,2893,'abc']<""#,
        ),
        ("format('{0}', createObject('a', 'b'))", r#""{'a':'b'}""#),
        ("format('{{{0}}}', 1)", r#""{1}""#),
        ("format('[{0,4}|{0,-4}]', 'ab')", r#""[  ab|ab  ]""#),
        ("format('{0:D3}-{0:X4}-{0:000}', 42)", r#""042-002A-042""#),
        ("format('{0} {1}', 'a')", "error"),
        ("format('{0', 'a')", "error"),
        ("string(true())", r#""True""#),
    ]);
}

#[test]
fn text_and_arrays_are_searched_with_and_without_regard_to_case() {
    check_all(&[
        ("indexOf('FOOBAR', 'bar')", "3"),
        ("contains('FOOBAR', 'bar')", "false"),
        ("indexOf(createArray('FOO', 'BAR'), 'bar')", "-1"),
        ("indexOf(createArray('FOO', 'BAR'), 'BAR')", "1"),
        ("indexOf(createArray('FOO', 'BAR'), 123)", "-1"),
        ("contains(createArray('FOO', 'BAR'), 'foo')", "false"),
        ("contains(createArray('FOO', 'BAR'), false())", "false"),
        ("contains(createObject('Foo', 1), 'fOO')", "true"),
        ("createObject('Foo', 1).foo", "1"),
        ("equals('a', 'A')", "false"),
    ]);
}

#[test]
fn dates_are_counted_by_the_calendar() {
    check_all(&[
        ("dateTimeFromEpoch(1683040573)", r#""2023-05-02T15:16:13Z""#),
        ("dateTimeToEpoch('2023-05-02T15:16:13Z')", "1683040573"),
        ("dateTimeToEpoch('20230502T151613Z')", "1683040573"),
        ("dateTimeAdd('2024-02-29T00:00:00Z', 'P1Y')", r#""2025-02-28T00:00:00Z""#),
        ("dateTimeAdd('2020-03-01T00:00:00Z', '-PT1S')", r#""2020-02-29T23:59:59Z""#),
        ("dateTimeAdd('2020-03-01T00:00:00Z', 'P3D', 'yyyy-MM-dd')", r#""2020-03-04""#),
        ("dateTimeAdd('2020-03-01', 'P3D')", "?"),
        ("dateTimeAdd('2020-13-01', 'P3D')", "error"),
        ("utcNow()", "?"),
    ]);
}

#[test]
fn objects_are_written_in_the_order_of_their_code() {
    check_all(&[
        (
            "string(createObject('valueA', 10, 'valueB', 'Example Text'))",
            r#""{\"valueA\":10,\"valueB\":\"Example Text\"}""#,
        ),
        ("string(createObject('b', 1, 'a', createArray(2)))", r#""{\"b\":1,\"a\":[2]}""#),
        ("string(json('{\"b\": 1, \"a\": null}'))", r#""{\"b\":1,\"a\":null}""#),
        // The order of the properties isn't guaranteed.
        ("string(union(createObject('b', 1), createObject('a', 2)))", "?"),
    ]);
}

/// `*` stands for any text, and the case of letters makes no difference.
#[test]
fn like_compares_with_a_pattern() {
    check_all(&[
        ("like('abc', 'abc')", "true"),
        ("like('abcdef', 'A*c*')", "true"),
        ("like('abcabc', '*abc')", "true"),
        ("like('aXaYa', 'a*a')", "true"),
        ("like('', '***')", "true"),
        ("like('a', 'b')", "false"),
        ("like('a', 'a*a')", "false"),
        ("like('abc**def', '*def')", "true"),
        ("like('aXbYa', 'a*b*a')", "true"),
    ]);
}
