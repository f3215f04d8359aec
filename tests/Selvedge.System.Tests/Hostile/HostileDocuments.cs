using System.Text;

namespace Selvedge.System.Tests.Hostile;

/// <summary>What strangers, and people in a hurry, send to the API.</summary>
internal static class HostileDocuments
{
    private const string Json = "application/json";
    private const string Yaml = "application/yaml";
    private const string Apply = "application/apply-patch+yaml";
    private const string Merge = "application/merge-patch+json";

    /// <summary>Bodies with their type; none may be taken.</summary>
    public static IEnumerable<(string Type, byte[] Body)> All()
    {
        (string, string)[] texts =
        [
            (Json, ""), (Json, "{"), (Json, "[]"), (Json, "null"), (Json, "1"), (Json, "\"text\""), (Json, "{}"),
            (Json, $"{new string('[', 100_000)}"), (Json, $"{new string('{', 100_000)}"),
            (Json, string.Concat(Enumerable.Repeat("{\"a\":", 5_000))),
            (Json, """{"apiVersion": "selvedge.dev/v1", "kind": "Site", "metadata": null, "spec": 7}"""),
            (Json, """{"apiVersion": 1, "kind": [], "metadata": {"name": {} } }"""),
            (Json, Site("\"../../x\"")), (Json, Site($"\"{new string('x', 10_000)}\"")),
            (Json, Site("\"a\", \"name\": \"b\"")),
            (Json, """{"apiVersion": "selvedge.dev/v1", "kind": "Node", "metadata": {"name": "x"}, "spec": {} }"""),
            (Yaml, "a: &a [x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"
                + "d: &d [*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]\n"),
            (Yaml, "- - - - - -"), (Yaml, "\t\tx: ["), (Yaml, "a: !!binary x\nb: !<tag:yaml.org,2002:js> {}"),
            (Yaml, "&a a: *a"), (Yaml, new string('-', 50_000)), (Yaml, new string(' ', 20_000) + "x"),
            (Apply, "kind: Site"), (Apply, "{"), (Apply, "metadata: {managedFields: [{fieldsV1: 7}]}"),
            (Merge, "{"), (Merge, """{"metadata": {"managedFields": 5} }"""),
            (Merge, """{"spec": {"hostnames": [null]} }"""),
            ("application/json-patch+json", """[{"op": "move", "from": "/spec", "path": "/spec/backend"}]"""),
            ("application/json-patch+json", """[{"op": "add", "path": "/metadata/~9", "value": 1}]"""),
            ("application/strategic-merge-patch+json", """{"$patch": "replace", "spec": [] }"""),
            ("application/vnd.kubernetes.protobuf", "k8s\0\u0001\u0002\u0003"),
            ("text/plain", "hello"),
        ];
        return texts.Select(text => (text.Item1, Encoding.UTF8.GetBytes(text.Item2)))
            .Append((Json, [0xFF, 0xFE, 0x00]))
            .Append((Yaml, [0xC3, 0x28, 0xA0, 0xA1]))
            .Append((Json, new byte[4 * 1024 * 1024]));
    }

    private static string Site(string name) =>
        $$"""{"apiVersion": "selvedge.dev/v1", "kind": "Site", "metadata": {"name": {{name}}}, "spec": {} }""";
}
