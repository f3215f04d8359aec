using System.Text.Json.Nodes;
using CsCheck;
using Selvedge.Control.Api.Writing;
using Selvedge.Core.Resources.Schemas;

namespace Selvedge.Control.Tests.Api;

public sealed class PatchTests
{
    // The examples of RFC 7396, appendix A.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""["a","b"]""", """["c","d"]""", """["c","d"]""")]
    [InlineData("""{"a":"b"}""", """["c"]""", """["c"]""")]
    [InlineData("""{"a":"foo"}""", "null", "null")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("[1,2]", """{"a":"b","c":null}""", """{"a":"b"}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_merge_patch_gives_what_the_rfc_shows(string target, string patch, string expected) =>
        Assert.Equal(
            expected, MergePatch.Apply(JsonNode.Parse(target), JsonNode.Parse(patch))?.ToJsonString() ?? "null");

    // The examples of RFC 6902, appendix A, and mistakes.
    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""",
        """{"foo":["bar","qux","baz"]}""")]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData("""{"foo":["bar","qux","baz"]}""", """[{"op":"remove","path":"/foo/1"}]""",
        """{"foo":["bar","baz"]}""")]
    [InlineData("""{"baz":"qux"}""", """[{"op":"replace","path":"/baz","value":"boo"}]""", """{"baz":"boo"}""")]
    [InlineData("""{"foo":["all","grass","cows","eat"]}""", """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""",
        """{"foo":["all","cows","eat","grass"]}""")]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10}]""", """{"/":9,"~1":10}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc"]}]""",
        """{"foo":["bar",["abc"]]}""")]
    [InlineData("""{"foo":null}""", """[{"op":"test","path":"/foo","value":null}]""", """{"foo":null}""")]
    [InlineData("{}", """[{"op":"test","path":"/a","value":1}]""", null)]
    [InlineData("{}", """[{"op":"add","path":"/a/b","value":1}]""", null)]
    [InlineData("{}", """[{"op":"remove","path":"/a"}]""", null)]
    [InlineData("""{"a":{}}""", """[{"op":"move","from":"/a","path":"/a/b"}]""", null)]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/01","value":1}]""", null)]
    [InlineData("{}", """[{"op":"add","path":"/a"}]""", null)]
    [InlineData("{}", """[{"op":"add","path":"/a~2","value":1}]""", null)]
    [InlineData("{}", """[{"op":"add","path":"/a~","value":1}]""", null)]
    [InlineData("{}", """{"op":"add"}""", null)]
    public void A_json_patch_gives_what_the_rfc_shows(string target, string patch, string? expected)
    {
        var good = JsonPatch.TryApply(JsonNode.Parse(target)!, JsonNode.Parse(patch), out var result, out var reason);

        Assert.Equal(expected is not null, good);
        Assert.Equal(good, reason.Length == 0);
        if (good)
        {
            Assert.Equal(expected, result!.ToJsonString());
        }
    }

    [Theory]
    [InlineData(
        """{"metadata":{"finalizers":["a","b"]}}""",
        """
        {"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"$setElementOrder/finalizers":["b","c"],
          "finalizers":["c"]}}
        """,
        """{"metadata":{"finalizers":["b","c"]}}""")]
    [InlineData("""{"metadata":{"ownerReferences":[{"uid":"1","name":"a"},{"uid":"2"}]}}""",
        """{"metadata":{"ownerReferences":[{"uid":"1","kind":"K"},{"$patch":"delete","uid":"2"}]}}""",
        """{"metadata":{"ownerReferences":[{"uid":"1","name":"a","kind":"K"}]}}""")]
    [InlineData("""{"data":{"a":"1","b":"2"}}""", """{"data":{"$patch":"replace","c":"3"}}""",
        """{"data":{"c":"3"}}""")]
    [InlineData("""{"data":{"a":"1","b":"2"}}""", """{"data":{"$retainKeys":["a","c"],"c":"3"}}""",
        """{"data":{"a":"1","c":"3"}}""")]
    [InlineData("""{"data":{"a":"1","b":"2"}}""", """{"data":{"a":null}}""", """{"data":{"b":"2"}}""")]
    public void A_strategic_patch_follows_its_directives(string target, string patch, string expected) => Assert.Equal(
        expected,
        StrategicMergePatch.Apply(KindRegistry.FindByAnyName("configmaps")!.Schema, JsonNode.Parse(target),
        JsonNode.Parse(patch))!.ToJsonString());

    [Fact]
    public void A_merge_patch_applied_twice_is_as_applied_once()
    {
        GenJson.Select(GenJson).Sample((target, patch) =>
        {
            var once = MergePatch.Apply(JsonNode.Parse(target), JsonNode.Parse(patch));
            Assert.True(JsonNode.DeepEquals(once, MergePatch.Apply(once, JsonNode.Parse(patch))));
        }, iter: 3_000);
    }

    [Fact]
    public void A_json_patch_never_throws()
    {
        var operation = Gen.Select(
            Pick.From("add", "remove", "replace", "move", "copy", "test", "x"),
            Pick.From("", "/", "/a", "/a/b", "/a/0", "/a/-", "a", "/b/~2", "/99999999999"),
            Pick.From("", "/a", "/b", "/a/0", "/a/b"), GenJson);
        operation.Array[0, 5].Select(GenJson).Sample((operations, target) =>
        {
            var patch = new JsonArray([.. operations.Select(step => new JsonObject
            {
                ["op"] = step.Item1,
                ["path"] = step.Item2,
                ["from"] = step.Item3,
                ["value"] = JsonNode.Parse(step.Item4),
            })]);
            if (JsonNode.Parse(target) is { } document)
            {
                JsonPatch.TryApply(document, patch, out _, out _);
                Assert.Equal(JsonNode.Parse(target)!.ToJsonString(), document.ToJsonString());
            }
        }, iter: 3_000);
    }

    private static readonly Gen<string> GenJson = Gen.Recursive<string>((depth, inner) => depth > 3
        ? Pick.From("1", "null", "\"x\"", "{}", "[]")
        : Gen.OneOf(
            Pick.From("1", "null", "\"x\"", "true"),
            inner.Select(inner, (a, b) => $$"""{"a":{{a}},"b":{{b}}}"""),
            inner.Select(inner, (a, b) => $"[{a},{b}]")));
}
