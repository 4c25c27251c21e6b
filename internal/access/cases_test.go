package access

import (
	"github.com/parebot/pare/internal/sdk"
	"github.com/parebot/pare/internal/source"
	"github.com/parebot/pare/internal/stack"
	"github.com/parebot/pare/internal/symbolic"
)

var cases = []comparing{{
	name:   "a name from the environment becomes the template's own expression",
	calls:  calls("dynamodb PutItem TableName=${env:TABLE}"),
	env:    map[string]string{"TABLE": "${Orders}"},
	grants: []string{"Allow dynamodb:PutItem ${Orders.Arn}"},
	want: `
		needs dynamodb:PutItem on ${Orders.Arn} (exact)
		used dynamodb:PutItem on ${Orders.Arn}
		complete`,
}, {
	name:   "a table's name may be its ARN",
	calls:  calls("dynamodb GetItem TableName=${env:TABLE}"),
	env:    map[string]string{"TABLE": "${Orders.Arn}"},
	grants: []string{"Allow dynamodb:GetItem,dynamodb:DeleteItem ${Orders.Arn}"},
	want: `
		needs dynamodb:GetItem on ${Orders.Arn} (exact)
		used dynamodb:GetItem on ${Orders.Arn}
		unused dynamodb:DeleteItem on ${Orders.Arn}
		complete`,
}, {
	name:   "an index has an ARN of its own",
	calls:  calls("dynamodb Query TableName=${Orders} IndexName=by-day"),
	grants: []string{"Allow dynamodb:Query ${Orders.Arn}"},
	want: `
		needs dynamodb:Query on ${Orders.Arn}/index/by-day (exact)
		missing dynamodb:Query on ${Orders.Arn}/index/by-day
		unused dynamodb:Query on ${Orders.Arn}
		complete`,
}, {
	name:   "a pattern of which a part is needed keeps that part",
	calls:  calls("s3 GetObject Bucket=${Files} Key=in/${?}.csv"),
	grants: []string{"Allow s3:* *"},
	want: `
		needs s3:GetObject on ${Files.Arn}/in/*.csv (pattern)
		broad s3:* on * | s3:GetObject on ${Files.Arn}/in/*.csv
		complete`,
}, {
	name:   "a wildcard behind a bucket's name is no wildcard",
	calls:  calls("s3 PutObject Bucket=${Files} Key=a.txt"),
	grants: []string{"Allow s3:PutObject ${Files.Arn}/*"},
	want: `
		needs s3:PutObject on ${Files.Arn}/a.txt (exact)
		used s3:PutObject on ${Files.Arn}/*
		complete`,
}, {
	name:   "pairs that grant nothing are not judged: the object action on the bucket, the bucket action on objects",
	calls:  calls("s3 GetObject Bucket=${Files} Key=${?}", "s3 ListObjectsV2 Bucket=${Files}"),
	grants: []string{"Allow s3:GetObject,s3:ListBucket ${Files.Arn},${Files.Arn}/*"},
	want: `
		needs s3:GetObject on ${Files.Arn}/* (pattern)
		needs s3:ListBucket on ${Files.Arn} (exact)
		used s3:GetObject on ${Files.Arn}/*
		used s3:ListBucket on ${Files.Arn}
		complete`,
}, {
	name:   "an upload in parts may be given up: the grant for that is in doubt, and not missing",
	calls:  calls("s3 PutObject Bucket=${Files} Key=${?} via:upload_fileobj"),
	grants: []string{"Allow s3:PutObject,s3:AbortMultipartUpload ${Files.Arn}/*"},
	want: `
		needs s3:PutObject on ${Files.Arn}/* (pattern)
		maybe s3:AbortMultipartUpload on ${Files.Arn}/*
		used s3:PutObject on ${Files.Arn}/*
		unsettled s3:AbortMultipartUpload on ${Files.Arn}/*: ` + "`s3:AbortMultipartUpload` may be needed too (app.py:1)" + `
		complete`,
}, {
	name:   "a transfer manager that gives an upload up by itself needs no more than the upload",
	calls:  calls("s3 AbortMultipartUpload Bucket=${Files} Key=${?} via:manager.Uploader.Upload"),
	grants: []string{"Allow s3:PutObject ${Files.Arn}/*"},
	want: `
		maybe s3:AbortMultipartUpload on ${Files.Arn}/*
		unused s3:PutObject on ${Files.Arn}/*
		complete`,
}, {
	name:   "code that gives uploads up needs the permission, by itself or by what the SDK has for that",
	calls:  calls("s3 AbortMultipartUpload Bucket=${Files} Key=a", "s3 AbortMultipartUpload Bucket=${Files} Key=b via:AbortMultipartUploadsAsync"),
	grants: []string{},
	want: `
		needs s3:AbortMultipartUpload on ${Files.Arn}/a (exact)
		needs s3:AbortMultipartUpload on ${Files.Arn}/b (exact)
		missing s3:AbortMultipartUpload on ${Files.Arn}/a
		missing s3:AbortMultipartUpload on ${Files.Arn}/b
		complete`,
}, {
	name:   "what no helper uploads is given up by the code itself, or not at all",
	calls:  calls("s3 UploadPart Bucket=${Files} Key=${?} **"),
	grants: []string{"Allow s3:PutObject,s3:AbortMultipartUpload ${Files.Arn}/*"},
	want: `
		needs s3:PutObject on ${Files.Arn}/* (pattern)
		used s3:PutObject on ${Files.Arn}/*
		unused s3:AbortMultipartUpload on ${Files.Arn}/*
		complete`,
}, {
	name:   "what is for requests without the SDK is not called unused for want of a call",
	calls:  calls(),
	grants: []string{"Allow execute-api:Invoke,es:ESHttpPut,s3:GetObject *"},
	want: `
		unsettled execute-api:Invoke on *: ` + "`execute-api:Invoke` is for requests that are made without the SDK, which are not followed" + `
		unsettled es:ESHttpPut on *: ` + "`es:ESHttp*` is for requests that are made without the SDK, which are not followed" + `
		unused s3:GetObject on *
		complete`,
}, {
	name:   "S3 takes the ARN of all buckets for *",
	calls:  calls("s3 ListBuckets"),
	grants: []string{"Allow s3:ListAllMyBuckets arn:aws:s3:::*"},
	want: `
		needs s3:ListAllMyBuckets on * (star-only)
		used s3:ListAllMyBuckets on arn:aws:s3:::*
		complete`,
}, {
	name:   "a need whose table is not known uses the one grant that may be it, and none is missing",
	calls:  calls("dynamodb PutItem TableName=${event:table}"),
	grants: []string{"Allow dynamodb:PutItem ${Orders.Arn}", "Allow dynamodb:Scan ${Orders.Arn}"},
	want: `
		needs dynamodb:PutItem on arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/* (unknown)
		maybe kms:Decrypt on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		used dynamodb:PutItem on ${Orders.Arn}
		unused dynamodb:Scan on ${Orders.Arn}
		complete`,
}, {
	name:   "an unset variable is unknown, and says so",
	calls:  calls("dynamodb PutItem TableName=${env:NOWHERE}"),
	grants: []string{"Allow dynamodb:PutItem *"},
	want: `
		needs dynamodb:PutItem on arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/* (unknown)
		maybe kms:Decrypt on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		used dynamodb:PutItem on *
		complete`,
}, {
	name:   "an action that is chosen by an argument",
	calls:  calls("s3 PutObject Bucket=${Files} Key=k ACL=public-read"),
	grants: []string{"Allow s3:PutObject,s3:PutObjectAcl,s3:PutObjectTagging ${Files.Arn}/*"},
	want: `
		needs s3:PutObject on ${Files.Arn}/k (exact)
		needs s3:PutObjectAcl on ${Files.Arn}/k (exact)
		used s3:PutObject on ${Files.Arn}/*
		used s3:PutObjectAcl on ${Files.Arn}/*
		unused s3:PutObjectTagging on ${Files.Arn}/*
		complete`,
}, {
	name:   "an action that nothing needs beside a gap of another service",
	calls:  calls("dynamodb GetItem TableName=${Orders}"),
	gaps:   []sdk.Unknown{{Service: "s3", Reason: "the operation is computed"}},
	grants: []string{"Allow dynamodb:GetItem,dynamodb:PutItem ${Orders.Arn}", "Allow s3:GetObject *"},
	want: `
		needs dynamodb:GetItem on ${Orders.Arn} (exact)
		gap s3: the operation is computed
		used dynamodb:GetItem on ${Orders.Arn}
		unused dynamodb:PutItem on ${Orders.Arn}
		unsettled s3:GetObject on *: the operation is computed
		partial`,
}, {
	name:   "a gap of every service settles nothing",
	gaps:   []sdk.Unknown{{Reason: "a client is handed to code that is not here"}},
	grants: []string{"Allow dynamodb:PutItem ${Orders.Arn}"},
	want: `
		gap *: a client is handed to code that is not here
		unsettled dynamodb:PutItem on ${Orders.Arn}: a client is handed to code that is not here
		partial`,
}, {
	name:   "a deny is subtracted and never judged",
	calls:  calls("dynamodb PutItem TableName=${Orders}"),
	grants: []string{"Allow dynamodb:PutItem ${Orders.Arn}", "Deny dynamodb:* ${Orders.Arn}"},
	want: `
		needs dynamodb:PutItem on ${Orders.Arn} (exact)
		missing dynamodb:PutItem on ${Orders.Arn}
		used dynamodb:PutItem on ${Orders.Arn}
		complete`,
}, {
	name:   "what takes * alone is right with it, also beside what does not",
	calls:  calls("dynamodb ListTables", "dynamodb PutItem TableName=${Orders}"),
	grants: []string{"Allow dynamodb:ListTables,dynamodb:PutItem *"},
	want: `
		needs dynamodb:ListTables on * (star-only)
		needs dynamodb:PutItem on ${Orders.Arn} (exact)
		used dynamodb:ListTables on *
		broad dynamodb:PutItem on * | dynamodb:PutItem on ${Orders.Arn}
		complete`,
}, {
	name:   "who is asked for a queue is told its URL",
	calls:  calls("sqs SendMessage QueueUrl=${env:QUEUE}", "sqs DeleteMessage QueueUrl=https://sqs.eu-west-1.amazonaws.com/111122223333/old"),
	env:    map[string]string{"QUEUE": "${Jobs}"},
	grants: []string{"Allow sqs:SendMessage ${Jobs.Arn}"},
	want: `
		needs sqs:DeleteMessage on arn:aws:sqs:eu-west-1:111122223333:old (exact)
		needs sqs:SendMessage on ${Jobs.Arn} (exact)
		missing sqs:DeleteMessage on arn:aws:sqs:eu-west-1:111122223333:old
		used sqs:SendMessage on ${Jobs.Arn}
		complete`,
}, {
	name:   "a parameter's path has one slash",
	calls:  calls("ssm GetParameter Name=/app/${?}/db"),
	grants: []string{"Allow ssm:GetParameter arn:aws:ssm:*:*:parameter/app/*"},
	want: `
		needs ssm:GetParameter on arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/app/*/db (pattern)
		maybe kms:Decrypt on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		broad ssm:GetParameter on arn:aws:ssm:*:*:parameter/app/* | ssm:GetParameter on arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/app/*/db
		complete`,
}, {
	name:   "an unknown operation is a gap of its service",
	calls:  calls("dynamodb PutItems TableName=${Orders}"),
	grants: []string{"Allow dynamodb:PutItem ${Orders.Arn}"},
	want: "gap dynamodb: the tables do not know what `dynamodb.PutItems` needs\n" + `
		unsettled dynamodb:PutItem on ${Orders.Arn}: ` + "the tables do not know what `dynamodb.PutItems` needs\n" + `
		partial`,
}, {
	name:   "a key of a customer is needed, and no other",
	calls:  calls("s3 GetObject Bucket=${Files} Key=k"),
	grants: []string{"Allow kms:Decrypt,kms:Encrypt arn:aws:kms:eu-west-1:111122223333:key/1", "Allow s3:GetObject ${Files.Arn}/*"},
	with: func(s *stack.Stack) {
		for _, r := range s.Resources {
			if r.ID == "Files" {
				r.Encryption, r.Key = stack.EncryptionCustomer, symbolic.Certain(symbolic.Text("arn:aws:kms:eu-west-1:111122223333:key/1"))
			}
		}
	},
	want: `
		needs kms:Decrypt on arn:aws:kms:eu-west-1:111122223333:key/1 (exact)
		needs s3:GetObject on ${Files.Arn}/k (exact)
		used kms:Decrypt on arn:aws:kms:eu-west-1:111122223333:key/1
		unused kms:Encrypt on arn:aws:kms:eu-west-1:111122223333:key/1
		used s3:GetObject on ${Files.Arn}/*
		complete`,
}, {
	name:   "how a bucket of another template is encrypted is not known, so the key may be needed",
	calls:  calls("s3 GetObject Bucket=shared Key=k"),
	grants: []string{"Allow kms:Decrypt *", "Allow s3:GetObject arn:aws:s3:::shared/*"},
	want: "needs s3:GetObject on arn:${AWS::Partition}:s3:::shared/k (exact)\n" + `
		maybe kms:Decrypt on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		unsettled kms:Decrypt on *: ` + "`kms:Decrypt` may be needed too (app.py:1)\n" + `
		used s3:GetObject on arn:aws:s3:::shared/*
		complete`,
}, {
	name:   "a machine that starts may have disks for whose key the caller makes a grant",
	calls:  calls("ec2 StartInstances InstanceIds[]=i-1"),
	grants: []string{"Allow kms:CreateGrant *", "Allow kms:Sign *", "Allow ec2:StartInstances *"},
	want: "needs ec2:StartInstances on arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/i-1 (exact)\n" + `
		maybe kms:CreateGrant on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		maybe kms:Decrypt on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		maybe kms:DescribeKey on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		maybe kms:GenerateDataKeyWithoutPlaintext on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		maybe kms:ReEncryptFrom on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		maybe kms:ReEncryptTo on arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/*
		unsettled kms:CreateGrant on *: ` + "`kms:CreateGrant` may be needed too (app.py:1)\n" + `
		unused kms:Sign on *
		broad ec2:StartInstances on * | ec2:StartInstances on arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:instance/i-1
		complete`,
}, {
	name:   "a policy whose text is elsewhere may allow anything",
	calls:  calls("dynamodb PutItem TableName=${Orders}"),
	grants: []string{"Allow dynamodb:Scan ${Orders.Arn}"},
	with: func(s *stack.Stack) {
		s.Roles[0].Grants = append(s.Roles[0].Grants, &stack.Grant{Key: "9", Opaque: "its text is not in the repository"})
	},
	want: `
		needs dynamodb:PutItem on ${Orders.Arn} (exact)
		unused dynamodb:Scan on ${Orders.Arn}
		partial`,
}, {
	name:   "somebody else has the role too: nothing is unused, and what is missing is missing",
	calls:  calls("dynamodb PutItem TableName=${Orders}"),
	grants: []string{"Allow dynamodb:Scan ${Orders.Arn}"},
	with: func(s *stack.Stack) {
		s.Roles[0].Elsewhere = []source.Note{{Text: "states.amazonaws.com may assume the role too"}}
	},
	want: `
		needs dynamodb:PutItem on ${Orders.Arn} (exact)
		missing dynamodb:PutItem on ${Orders.Arn}
		unsettled dynamodb:Scan on ${Orders.Arn}: states.amazonaws.com may assume the role too
		partial`,
}, {
	name:  "a role that is not here grants what is not known",
	calls: calls("dynamodb PutItem TableName=${Orders}"),
	with: func(s *stack.Stack) {
		s.Roles = nil
		s.Functions[0].Role = stack.RoleRef{External: symbolic.Certain(symbolic.Text("arn:aws:iam::111122223333:role/shared"))}
	},
	want: `
		needs dynamodb:PutItem on ${Orders.Arn} (exact)
		unknown`,
}, {
	name:  "a statement that exists under one condition does not serve a function that exists under its opposite",
	calls: calls("dynamodb PutItem TableName=${Orders}"),
	with: func(s *stack.Stack) {
		prod := symbolic.Condition{Stack: file, Name: "Prod"}
		dev := prod
		dev.Not = true
		s.Functions[0].When = []symbolic.Condition{dev}
		g := grant(0, "Allow dynamodb:PutItem ${Orders.Arn}")
		g.Statement.When = []symbolic.Condition{prod}
		s.Roles[0].Grants = []*stack.Grant{g}
	},
	want: `
		needs dynamodb:PutItem on ${Orders.Arn} (exact)
		missing dynamodb:PutItem on ${Orders.Arn}
		unused dynamodb:PutItem on ${Orders.Arn}
		complete`,
}, {
	name:   "arguments that were handed on whole may hold anything",
	calls:  calls("s3 PutObject Bucket=${Files} Key=k **"),
	grants: []string{"Allow s3:PutObject,s3:PutObjectAcl,s3:DeleteObject ${Files.Arn}/*"},
	want: `
		needs s3:PutObject on ${Files.Arn}/k (exact)
		maybe s3:PutObjectAcl on ${Files.Arn}/k
		maybe s3:PutObjectLegalHold on ${Files.Arn}/k
		maybe s3:PutObjectRetention on ${Files.Arn}/k
		maybe s3:PutObjectTagging on ${Files.Arn}/k
		used s3:PutObject on ${Files.Arn}/*
		unsettled s3:PutObjectAcl on ${Files.Arn}/*: ` + "`s3:PutObjectAcl` may be needed too (app.py:1)\n" + `
		unused s3:DeleteObject on ${Files.Arn}/*
		complete`,
}}
