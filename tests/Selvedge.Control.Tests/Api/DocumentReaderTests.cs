using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Selvedge.Control.Api.Reading;
using Selvedge.Control.Api.Requests;

namespace Selvedge.Control.Tests.Api;

public sealed class DocumentReaderTests
{
    [Fact]
    public void Several_documents_are_read_with_every_problem_and_its_line()
    {
        var result = DocumentReader.Read("""
            apiVersion: selvedge.dev/v1
            kind: Provider
            metadata: {name: good}
            ---
            # nothing here
            ---
            apiVersion: selvedge.dev/v1
            kind: Site
            metadata: {name: bad}
            spec: {hostnames: [x], backend: {url: nowhere}}
            ---
            apiVersion: v1
            kind: Site
            ---
            apiVersion: v1
            kind: CronJob
            metadata: {name: p}
            """);

        Assert.Equal(["good", "bad"], result.Documents.Select(document => document.Name));
        Assert.Equal(
            [
                "7 spec.hostnames[0]", "7 spec.backend.url", "12 apiVersion", "15 kind",
            ],
            result.Problems.Select(problem => $"{problem.Line} {problem.Problem.Path}"));
    }

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("true", "true")]
    [InlineData("~", "null")]
    [InlineData("0o17", "15")]
    [InlineData("0x1F", "31")]
    [InlineData("017", "17")]
    [InlineData("1.5", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("\"1.2\"", "\"1.2\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("2027-12-31", "\"2027-12-31\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("{<<: {a: 1, b: 2}, b: 3}", "{\"b\":3,\"a\":1}")]
    [InlineData("[&x {a: 1}, *x]", "[{\"a\":1},{\"a\":1}]")]
    public void Scalars_follow_the_core_schema_of_yaml_1_2(string yaml, string json)
    {
        Assert.True(YamlText.TryRead($"a: {yaml}", out var documents, out _, out var reason), reason);
        Assert.Equal(json, documents[0].Value!["a"]?.ToJsonString() ?? "null");
    }

    [Theory]
    [InlineData("a: .inf")]
    [InlineData("a: 1\na: 2")]
    [InlineData("a: *b")]
    [InlineData("? [a]\n: b")]
    [InlineData("a: [")]
    [InlineData("a: \"\\uD800\"")]
    public void What_has_no_json_form_is_refused_with_its_line(string yaml)
    {
        var problem = Assert.Single(DocumentReader.Read(yaml).Problems);

        Assert.True(problem.Line > 0, problem.ToString());
    }

    [Fact]
    public void Aliases_that_multiply_are_stopped_early()
    {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 20; i++)
        {
            bomb.Append(
                CultureInfo.InvariantCulture,
                $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        }

        var problem = Assert.Single(DocumentReader.Read(bomb.ToString()).Problems);

        Assert.Contains("aliases expanded", problem.Problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_never_throws_whatever_the_text_is()
    {
        var pieces = Pick.From(
            "a: ", "- ", "\n", "  ", "{", "}", "[", "]", "&a ", "*a", "\"", "'", "|", ">", "---\n", "...", "!!str ",
            "<<: ",
            "#", ":", ",", "?", "%YAML 1.2\n", "\t", "\u0000", "\ud83d\ude00", "\\u", "0x", "1e999", "~",
            "kind: Site\n",
            "apiVersion: selvedge.dev/v1\n", "metadata: {name: a}\n");
        pieces.Array[0, 30].Sample(parts => { DocumentReader.Read(string.Concat(parts)); }, iter: 20_000);
        Gen.String[0, 60].Sample(text => { DocumentReader.Read(text); }, iter: 10_000);
        Gen.Byte.Array[0, 80].Sample(bytes =>
        {
            DocumentReader.TryReadOne(bytes, yaml: true, out _, out _);
            ProtobufBody.TryRead([.. "k8s\0"u8, .. bytes], out _);
        }, iter: 20_000);
    }

    [Fact]
    public void Json_read_as_yaml_is_the_same_value()
    {
        Gen.Select(Gen.String[0, 20], Gen.Long, Gen.Bool).Sample((text, number, truth) =>
        {
            if (text.Any(c => char.IsSurrogate(c) || c is '\uFEFF' or '\uFFFE' or '\uFFFF'))
            {
                return;
            }

            var json = new JsonObject
            {
                ["text"] = text,
                ["number"] = number,
                ["truth"] = truth,
                ["list"] = new JsonArray(1, null),
            };
            Assert.True(YamlText.TryRead(json.ToJsonString(), out var documents, out _, out var reason), reason);
            Assert.True(JsonNode.DeepEquals(json, documents[0].Value), json.ToJsonString());
        }, iter: 3_000);
    }
}
